import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AccessFaults } from '../../gateway/access/access-control.ts';
import { readConfig } from '../../gateway/config.ts';
import { startGateway } from '../../gateway/start-gateway.ts';
import { bundled } from '../support/bundled.ts';
import { PROJECT } from '../support/house.ts';

const folder = mkdtempSync(join(tmpdir(), 'access-'));
afterAll(() => rmSync(folder, { recursive: true }));

let access: string;
beforeAll(async () => {
  access = await bundled(join(PROJECT, 'cli/access.ts'));
});

/** What `npm run access -- ARGS` runs on the company's own graph. */
function run(...args: readonly string[]): { code: number | null; out: string; error: string } {
  const files = [
    ...['--supergraph', join(PROJECT, 'schema/supergraph.graphql')],
    ...['--config', join(PROJECT, 'schema/supergraph.yaml')],
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [access, ...files, ...args], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, error: stderr };
}

const lines = (text: string): readonly string[] =>
  text.split('\n').map((line) => line.trim().replace(/\s+/g, ' '));

describe('the command access', () => {
  test('prints the table that a role lives under', () => {
    const { code, out } = run('--role', 'agent');
    expect(code).toBe(0);
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

  test('adds single scopes, and says which of them no field asks for', () => {
    const { out } = run(
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

  test('explains a field by rule, directive, place and room', () => {
    const { out } = run('--explain', 'Account.balance', '--role', 'agent');
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

  test('shows what a role sees masked, and who sees through it', () => {
    const { out } = run('--role', 'analyst');
    expect(lines(out)).toContain(
      'mask Customer.birthDate policy:servesThisCustomer and policy:usableDespiteHold and (scope:masked:birthdate or scope:pii:birthdate); masked to year without scope:pii:birthdate',
    );
    expect(out).toMatch(/\n\d+ of \d+ fields are allowed, and 12 shown masked, and 1 shown of /);
    const told = lines(run('--explain', 'Identifier.value', '--role', 'agent').out);
    expect(told).toEqual(
      expect.arrayContaining([
        'decision mask',
        'mask masked to last 4 without scope:pii:identifier',
        'sees it hasScope("pii:identifier"), held by team-lead, steward, legal; in an emergency by agent',
      ]),
    );
  });

  test('explains an input field by rule, directive, place and room', () => {
    const { out } = run('--explain', 'CaseFilter.category', '--role', 'analyst');
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

  test('says what a field asks of the purpose, and who may open it in an emergency', () => {
    expect(lines(run('--explain', 'Transaction.counterparty').out)).toContain('rule statedPurpose');
    const lead = ['--role', 'team-lead', '--explain', 'Transaction.counterparty'];
    expect(lines(run(...lead).out)).toContain('decision deny');
    expect(lines(run(...lead, '--purpose', 'fraud').out)).toContain('decision allow');
    expect(lines(run('--explain', 'Identifier.value').out)).toContain(
      'sees it hasScope("pii:identifier"), held by team-lead, steward, legal; in an emergency by agent',
    );
  });

  test('shows which objects a caller of one division may read, and by what they are judged', () => {
    const steward = ['--role', 'steward', '--division', 'banking'];
    const table = run(...steward).out;
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
    const agent = run('--role', 'agent', '--division', 'banking').out;
    // What a matter may turn on, which agents' screens do not show.
    expect(agent.match(/^rows/gm)).toHaveLength(1);
    expect(lines(agent).find((line) => line.startsWith('rows'))).toMatch(
      /^rows Customer\.provenance /,
    );
    const told = lines(run('--explain', 'Customer.name', ...steward).out);
    expect(told).toEqual(
      expect.arrayContaining([
        'decision allow, for objects that pass the rules about objects',
        'rule servesThisCustomer, judges each object by Customer { sourceRecords { division } }',
      ]),
    );
  });

  test('shows cases to who is confined to teams, and is in one, as objects to be judged', () => {
    const member = ['--role', 'client-team'];
    expect(lines(run(...member).out)).toContainEqual(expect.stringMatching(/^deny Case\.status /));
    const told = lines(run('--explain', 'Case.status', ...member, '--team', 'key').out);
    expect(told).toEqual(
      expect.arrayContaining([
        'decision allow, for objects that pass the rules about objects',
        'rule concernsOwnTeam, judges each object by Case { team }',
      ]),
    );
    expect(run(...member, '--team', 'key').out).not.toContain('Nothing asks for');
  });

  test('explains a field of an interface by the objects behind it, without a caller undecided', () => {
    const { out } = run('--explain', 'TimelineEntry.at');
    expect(out).toMatch(/^Case\.at\n[^]*\n\nInteraction\.at\n/);
    expect(out).not.toContain('decision');
  });

  test('refuses what it does not know, and says what may have been meant', () => {
    const asked = [
      [['--explain', 'Account.balanse'], 'Did you mean "Account.balance"?'],
      [['--role', 'agnet'], 'Did you mean "agent"?'],
      [[], 'Say who with --role or --scope, or which field with --explain.'],
      [['--help-me'], "Unknown option '--help-me'"],
    ] as const;
    for (const [args, hint] of asked) {
      expect(run(...args)).toMatchObject({
        code: 1,
        out: '',
        error: expect.stringContaining(hint),
      });
    }
    expect(run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--explain') });
  });
});

describe('a supergraph with faulty rules', () => {
  const file = join(folder, 'supergraph.graphql');
  const fault = `${file}:2:46 Policy "nobodyKnows" is named in the supergraph and must have a rule.`;
  beforeAll(() => {
    writeFileSync(
      file,
      `schema { query: Query }
type Query { secret: Int @policy(policies: [["nobodyKnows"]]) }
enum join__Graph { A @join__graph(name: "a", url: "http://127.0.0.1:1/graphql") }`,
    );
  });

  test('is refused by the command with file and line', () => {
    const { code, error } = run('--supergraph', file, '--role', 'agent');
    expect([code, error]).toEqual([1, expect.stringContaining(fault)]);
  });

  test('stops the start of the gateway with file and line', async () => {
    const ports = { PORT: '0', ADMIN_PORT: '0', NODE_ENV: 'test', DATA_DIR: folder };
    const starting = startGateway(readConfig({ ...ports, SUPERGRAPH: file, LOG_LEVEL: 'silent' }));
    const refused: unknown = await starting.catch((error: unknown) => error);
    expect(refused instanceof AccessFaults ? refused.faults : refused).toEqual([fault]);
  });
});
