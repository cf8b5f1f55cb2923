import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

import { replayText, replayUses } from '../../../cli/access/replay-uses.ts';
import { createAccessControl } from '../../../gateway/access/access-control.ts';
import type { RoleScopes } from '../../../gateway/auth/role-scopes.ts';
import type { RecordedUse } from '../../../subgraphs/governance/ledger/recorded-uses.ts';

const file = new URL('../../../schema/supergraph.graphql', import.meta.url);
const access = createAccessControl({ supergraph: readFileSync(file, 'utf8') });

const before: RoleScopes = new Map([
  ['agent', ['customer:read', 'pii:contact']],
  ['lead', ['customer:read', 'pii:contact', 'pii:birthdate']],
]);
const use: RecordedUse = {
  ...{ operationName: 'Who', client: 'desk', division: null, purpose: null, entries: 7 },
  operation: 'query Who($id: ID!) { customer(id: $id) { birthDate emails { address } } }',
  ...{ roles: ['agent'], scopes: ['customer:read', 'pii:contact'] },
};
const replay = (uses: readonly RecordedUse[], agent: readonly string[]) =>
  replayUses(uses, { access, before, after: new Map(before).set('agent', agent) });

describe('replayUses', () => {
  test('names what other roles would deny and allow', async () => {
    const { changed } = await replay([use], ['customer:read', 'pii:birthdate']);
    expect(changed).toMatchObject([
      { use, newlyDenied: ['Customer.emails'], newlyAllowed: ['Customer.birthDate'] },
    ]);
  });

  test('names nothing for whom nothing changes', async () => {
    const lead = { ...use, roles: ['lead'], scopes: [...(before.get('lead') ?? [])] };
    expect(await replay([use, lead], ['customer:read', 'pii:contact', 'kpi:read'])).toMatchObject({
      changed: [],
    });
    expect((await replay([lead], [])).changed).toEqual([]);
  });

  test('names what would be masked, and what no longer would', async () => {
    const masked = ['customer:read', 'pii:contact', 'masked:birthdate'];
    const full = before.get('lead') ?? [];
    const lead = { ...use, roles: ['lead'], scopes: full };
    const after = new Map(before).set('lead', masked);
    const [one] = (await replayUses([lead], { access, before, after })).changed;
    expect(one).toMatchObject({ newlyMasked: ['Customer.birthDate'], newlyDenied: [] });
    const back = { access, before: after, after: before };
    const [other] = (await replayUses([{ ...lead, scopes: masked }], back)).changed;
    expect(other).toMatchObject({ noLongerMasked: ['Customer.birthDate'], newlyAllowed: [] });
  });

  test('takes whoever would be confined to teams to be in one', async () => {
    const operation = 'query Who { case(id: "1") { status } }';
    const scopes = ['service:read'];
    const reader = { ...use, roles: ['desk'], operation, scopes };
    const own = new Map([['desk', ['service:read', 'team:own']]]);
    const parts = { access, before: new Map([['desk', scopes]]), after: own };
    expect(await replayUses([reader], parts)).toEqual({ changed: [], unknown: [] });
    const lost = { ...parts, before: own, after: new Map([['desk', ['team:own']]]) };
    const confined = { ...reader, scopes: ['service:read', 'team:own'] };
    expect(await replayUses([confined], lost)).toMatchObject({
      changed: [{ newlyDenied: ['Query.case'] }],
      unknown: [],
    });
  });

  test('leaves callers what their token gave them beyond their roles', async () => {
    const scopes = [...use.scopes, 'pii:birthdate'];
    const { changed } = await replay([{ ...use, scopes }], ['customer:read']);
    expect(changed.map(({ newlyDenied }) => newlyDenied)).toEqual([['Customer.emails']]);
  });

  test('sees what is asked only under a condition, and mutations of which a part is denied', async () => {
    const operation =
      'mutation ($no: Boolean = false) { overrideGoldenValues(customerId: "1", reason: "x") { id emails @include(if: $no) { address } } }';
    const scopes = ['customer:read', 'pii:contact', 'customer:steward'];
    const { changed } = await replay(
      [{ ...use, operationName: null, operation, scopes }],
      ['customer:read'],
    );
    expect(changed[0]?.newlyDenied).toEqual(['Customer.emails']);
  });

  test('names operations that the graph does not know any more', async () => {
    const gone = { ...use, operationName: 'Gone' };
    const old = { ...use, operation: 'query Who { customer(id: "1") { shoeSize } }' };
    const { unknown, changed } = await replay([gone, old], []);
    expect([unknown, changed]).toEqual([[gone, old], []]);
  });

  test('is text for a reader', async () => {
    const text = replayText(await replay([use], []), { days: 30 });
    expect(text).toBe(
      'Who by agent with desk (7 times in 30 days)\n  newly denied: Query.customer',
    );
    expect(replayText({ changed: [], unknown: [] }, { days: 3 })).toBe(
      'Nothing that was recorded in 3 days would change.',
    );
  });
});
