import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runAccess } from '../../../cli/access/run-access.ts';
import { PROJECT } from '../../support/house.ts';

/** What the command prints of the company's own graph. */
const run = (...args: readonly string[]): Promise<string> =>
  runAccess([
    ...['--supergraph', join(PROJECT, 'schema/supergraph.graphql')],
    ...['--config', join(PROJECT, 'schema/supergraph.yaml'), ...args],
  ]);

const lines = (text: string): readonly string[] =>
  text.split('\n').map((line) => line.trim().replace(/\s+/g, ' '));

describe('runAccess', () => {
  test('prints the table that a role lives under', async () => {
    const out = await run('--role', 'agent');
    expect(lines(out)).toEqual(
      expect.arrayContaining([
        'deny Account.balance policy:actsFor:banking and scope:finance:read and scope:holdings:read',
        'allow Account.status policy:actsFor:banking and scope:holdings:read',
        'allow PageInfo.hasNextPage authenticated',
        'To filter, sort or group by:',
        'allow CaseFilter.category scope:service:text',
      ]),
    );
    expect(out).toMatch(/\n\d+ of \d+ fields are allowed, and 1 shown masked, and 1 shown of /);
  });

  test('adds single scopes, and says which of them no field asks for', async () => {
    const out = await run(
      '--scope',
      'finance:read',
      '--scope',
      'holdings:read',
      '--scope',
      'no:such',
    );
    expect(lines(out)).toContain(
      'allow Account.balance policy:actsFor:banking and scope:finance:read and scope:holdings:read',
    );
    expect(out).toContain('Nothing asks for: no:such.');
  });

  test('explains a field by rule, directive, place and room', async () => {
    const out = await run('--explain', 'Account.balance', '--role', 'agent');
    const told = lines(out);
    expect(told).toEqual(
      expect.arrayContaining([
        'decision deny',
        'rule hasScope("finance:read"), held by team-lead, steward',
        'served by banking',
      ]),
    );
    expect(out).toMatch(
      /@requiresScopes\(scopes: \[\["holdings:read"\]\]\) on type Account, room banking, subgraphs\/banking\/schema\.graphql:\d+:\d+/,
    );
  });

  test('shows what a role sees masked, and who sees through it', async () => {
    const out = await run('--role', 'analyst');
    expect(lines(out)).toContain(
      'mask Customer.birthDate policy:servesThisCustomer and policy:usableDespiteHold and (scope:masked:birthdate or scope:pii:birthdate); masked to year without scope:pii:birthdate',
    );
    expect(out).toMatch(/\n\d+ of \d+ fields are allowed, and 12 shown masked, and 1 shown of /);
    const told = lines(await run('--explain', 'Identifier.value', '--role', 'agent'));
    expect(told).toEqual(
      expect.arrayContaining([
        'decision mask',
        'mask masked to last 4 without scope:pii:identifier',
        'sees it hasScope("pii:identifier"), held by team-lead, steward, legal; in an emergency by agent',
      ]),
    );
  });

  test('explains an input field by rule, directive, place and room', async () => {
    const out = await run('--explain', 'CaseFilter.category', '--role', 'analyst');
    expect(lines(out)).toEqual(
      expect.arrayContaining([
        'decision deny',
        'rule hasScope("service:text"), held by agent, client-team, team-lead, steward, legal',
      ]),
    );
    expect(out).toMatch(
      /@access\(scopes: \[\["service:text"\]\]\) on CaseFilter\.category, room service, subgraphs\/service\/schema\.graphql:\d+:\d+/,
    );
  });

  test('says what a field asks of the purpose, and who may open it in an emergency', async () => {
    expect(lines(await run('--explain', 'Transaction.counterparty'))).toContain(
      'rule statedPurpose',
    );
    const lead = ['--role', 'team-lead', '--explain', 'Transaction.counterparty'];
    expect(lines(await run(...lead))).toContain('decision deny');
    expect(lines(await run(...lead, '--purpose', 'fraud'))).toContain('decision allow');
    expect(lines(await run('--explain', 'Identifier.value'))).toContain(
      'sees it hasScope("pii:identifier"), held by team-lead, steward, legal; in an emergency by agent',
    );
  });

  test('shows which objects a caller of one division may read, and by what they are judged', async () => {
    const steward = ['--role', 'steward', '--division', 'banking'];
    const table = await run(...steward);
    expect(lines(table)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^rows Customer\.name /),
        expect.stringMatching(/^allow Account\.balance /),
        expect.stringMatching(/^deny Loan\.outstanding /),
      ]),
    );
    expect(table).toMatch(
      /, and \d+ shown of objects that pass the rules about objects \(rows\)\.\n$/,
    );
    const agent = await run('--role', 'agent', '--division', 'banking');
    // What a matter may turn on, which agents' screens do not show.
    expect(agent.match(/^rows/gm)).toHaveLength(1);
    expect(lines(agent).find((line) => line.startsWith('rows'))).toMatch(
      /^rows Customer\.provenance /,
    );
    const told = lines(await run('--explain', 'Customer.name', ...steward));
    expect(told).toEqual(
      expect.arrayContaining([
        'decision allow, for objects that pass the rules about objects',
        'rule servesThisCustomer, judges each object by Customer { sourceRecords { division } }',
      ]),
    );
  });

  test('shows cases to who is confined to teams, and is in one, as objects to be judged', async () => {
    const member = ['--role', 'client-team'];
    expect(lines(await run(...member))).toContainEqual(
      expect.stringMatching(/^deny Case\.status /),
    );
    const told = lines(await run('--explain', 'Case.status', ...member, '--team', 'key'));
    expect(told).toEqual(
      expect.arrayContaining([
        'decision allow, for objects that pass the rules about objects',
        'rule concernsOwnTeam, judges each object by Case { team }',
      ]),
    );
    expect(await run(...member, '--team', 'key')).not.toContain('Nothing asks for');
  });

  test('explains a field of an interface by the objects behind it, without a caller undecided', async () => {
    const out = await run('--explain', 'TimelineEntry.at');
    expect(out).toMatch(/^Case\.at\n[^]*\n\nInteraction\.at\n/);
    expect(out).not.toContain('decision');
  });

  test('refuses what it does not know, and says what may have been meant', async () => {
    const asked = [
      [['--explain', 'Account.balanse'], 'Did you mean "Account.balance"?'],
      [['--role', 'agnet'], 'Did you mean "agent"?'],
      [[], 'Say who with --role or --scope, or which field with --explain.'],
      [['--help-me'], "Unknown option '--help-me'"],
    ] as const;
    for (const [args, hint] of asked) {
      await expect(run(...args)).rejects.toThrow(hint);
    }
    expect(await run('--help')).toContain('--explain');
  });
});
