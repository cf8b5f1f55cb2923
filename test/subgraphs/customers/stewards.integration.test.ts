import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { named, ssn, startCustomers, verifiedEmail, type Customers } from './customers-room.ts';

const DECIDE = `mutation ($left: SourceRefInput!, $right: SourceRefInput!, $decision: MatchDecision!, $reason: String!) {
  decideMatch(left: $left, right: $right, decision: $decision, reason: $reason) { decided customerIds }
}`;
const WHOLE = `id status valueTier name { full given family } birthDate gender
  identifiers { scheme value } emails { address verifiedAt } phones { number } addresses { streetAddress postalCode }
  consents { purpose channel granted at }
  sourceRecords { division localId matchProbability linkedAt linkedBy }
  provenance { field division localId rule }`;
const REVIEWS = `query ($division: ID, $minWeight: Float, $after: String) {
  matchReviews(division: $division, minWeight: $minWeight, first: 50, after: $after) {
    nodes { id left { division localId } right { division localId } weight probability reason decision waterfall { field bits words } }
    totalCount
  }
}`;

for (const backend of testDatabases) {
  describe(`stewards on ${backend.name}`, () => {
    let database: DatabasePool;
    let customers: Customers;
    let now = new Date('2026-11-22T12:00:00Z');

    beforeAll(async () => {
      database = await backend.open();
      customers = await startCustomers(database, { clock: () => now });
    });

    afterAll(async () => {
      await customers.room.stop();
      await database.close();
    });

    const place = (localId: string, division = 'banking') => ({ division, localId });
    const ask = async (query: string, variables: object = {}, caller = {}) => {
      const { data, errors } = await customers.room.ask(query, variables, caller);
      if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join());
      return data;
    };
    const decide = async (
      decision: string,
      left: object,
      right: object,
    ): Promise<{ decided: number; customerIds: string[] }> => {
      const { decideMatch } = await ask(DECIDE, { left, right, decision, reason: 'a test' });
      now = new Date(now.getTime() + 1000);
      return decideMatch;
    };
    const whole = (id: string) => customers.customer(id, WHOLE);
    const idOf = async (localId: string, division = 'banking') =>
      String(await customers.idOf(division, localId));

    test('join what no evidence joins, and part it again: nothing is lost', async () => {
      const consent = (granted: boolean) => ({
        consents: [{ purpose: 'marketing', channel: 'EMAIL', granted, at: '2026-01-01T00:00:00Z' }],
      });
      await customers.submit(
        'banking',
        { localId: 'U1', ...named('Ann', 'Lee'), ...consent(true) },
        {
          localId: 'U2',
          ...named('Zoe', 'Kay'),
          ...verifiedEmail('u2@b.example'),
          ...consent(false),
        },
      );
      const [one, two] = [await idOf('U1'), await idOf('U2')];
      const before = [await whole(one), await whole(two)];
      now = new Date(now.getTime() + 60_000);

      const joined = await decide('CONFIRM', place('U1'), place('U2'));
      expect(new Set(joined.customerIds).size).toBe(1);
      const merged = await whole(two);
      expect(merged).toEqual(await whole(one));
      expect(merged?.['consents']).toMatchObject([{ granted: false }]);
      expect(merged?.['sourceRecords'][1]).toMatchObject({ linkedBy: 'steward' });

      await decide('REJECT', place('U1'), place('U2'));
      expect([await whole(one), await whole(two)]).toEqual(before);
      const [survivor = '', gone = ''] = [one, two].sort();
      const told = (await customers.events()).slice(-4).map(({ type, payload }) => [type, payload]);
      expect(told).toContainEqual([
        'customer.split',
        expect.objectContaining({ customerId: survivor, newCustomerId: gone }),
      ]);
    });

    test('are obeyed whatever evidence comes later', async () => {
      const same = {
        ...named('Bob', 'Ray'),
        birthDate: '1980-02-03',
        ...verifiedEmail('bob@b.example'),
      };
      await customers.submit('banking', { localId: 'V1', ...same }, { localId: 'V2', ...same });
      expect(await idOf('V1')).toBe(await idOf('V2'));
      await decide('REJECT', place('V1'), place('V2'));
      expect(await idOf('V1')).not.toBe(await idOf('V2'));
      await customers.submit('banking', {
        localId: 'V2',
        version: '2',
        ...same,
        ...ssn('900111222'),
      });
      await customers.submit('lending', { localId: 'V3', ...same, ...ssn('900111222') });
      expect(await idOf('V1')).not.toBe(await idOf('V2'));
      await decide('RELEASE', place('V1'), place('V2'));
      expect(await idOf('V1')).toBe(await idOf('V2'));
    });

    test('find what nobody may link alone in their queue, with weights that add up', async () => {
      const same = { ...named('Una', 'Quill'), birthDate: '1970-05-06' };
      await customers.submit('banking', { localId: 'W1', ...same });
      await customers.submit('insurance', { localId: 'W2', ...same });
      const { matchReviews } = await ask(REVIEWS, { division: 'insurance' });
      const [review] = matchReviews.nodes;
      expect(matchReviews.totalCount).toBe(1);
      expect(review.left.localId).toBe('W1');
      expect(review.reason).toMatch(/namesakes/);
      const bits: number[] = review.waterfall.map((step: { bits: number }) => step.bits);
      expect(bits.reduce((sum, some) => sum + some, 0)).toBe(review.weight);
      expect(review.waterfall[1].words).toMatch(/givenName: same/);

      await decide('DEFER', review.left, review.right);
      expect((await ask(REVIEWS, { division: 'insurance' })).matchReviews.totalCount).toBe(0);
      now = new Date(now.getTime() + 31 * 24 * 60 * 60 * 1000);
      expect((await ask(REVIEWS, { division: 'insurance' })).matchReviews.totalCount).toBe(1);

      const bulk = `mutation { decideMatches(division: "insurance", minWeight: 0, decision: CONFIRM, reason: "all seen") { decided customerIds } }`;
      const { decideMatches } = await ask(bulk);
      expect(decideMatches.decided).toBe(1);
      expect(await idOf('W1')).toBe(await idOf('W2', 'insurance'));
    });

    test('of one division decide nothing of others alone', async () => {
      const variables = {
        left: place('U1'),
        right: place('U2'),
        decision: 'CONFIRM',
        reason: 'no',
      };
      const { errors } = await customers.room.ask(DECIDE, variables, { division: 'lending' });
      expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    });

    test('set golden values until a day, and the records speak again after it', async () => {
      await customers.submit('banking', {
        localId: 'G1',
        ...named('Jo', 'Fox'),
        birthDate: '1990-01-01',
      });
      const id = await idOf('G1');
      const override = `mutation ($id: ID!, $until: DateTime) {
        overrideGoldenValues(customerId: $id, values: { birthDate: "1991-01-01" }, reason: "passport seen", expiresAt: $until) {
          birthDate provenance { field rule }
        }
      }`;
      const until = new Date(now.getTime() + 1000).toISOString();
      const { overrideGoldenValues } = await ask(override, { id, until });
      expect(overrideGoldenValues.birthDate).toBe('1991-01-01');
      expect(overrideGoldenValues.provenance).toContainEqual({
        field: 'birthDate',
        rule: 'steward-override',
      });
      now = new Date(now.getTime() + 2000);
      expect(await customers.customer(id, 'birthDate')).toEqual({ birthDate: '1990-01-01' });
    });

    test('see how complete and how clean the records are', async () => {
      await customers.submit('quality', {
        localId: 'Q1',
        ...named('A', 'Xu'),
        ...ssn('900333444'),
        birthDate: '1990-01-02',
      });
      await customers.submit('quality', {
        localId: 'Q2',
        ...named('B', 'Xu'),
        ...ssn('900333444'),
        birthDate: '1990-01-02',
      });
      const { dataQuality } = await ask(
        '{ dataQuality(division: "quality") { divisions { records duplicates duplicateRate } fields { field completeness compared conflictRate } } }',
      );
      expect(dataQuality.divisions).toEqual([{ records: 2, duplicates: 1, duplicateRate: 0.5 }]);
      const of = (field: string) => dataQuality.fields.find((one: any) => one.field === field);
      expect(of('name')).toEqual({ field: 'name', completeness: 1, compared: 2, conflictRate: 1 });
      expect(of('birthDate').conflictRate).toBe(0);
      expect(of('phones')).toEqual({
        field: 'phones',
        completeness: 0,
        compared: 0,
        conflictRate: null,
      });
    });

    test('read what the weights are', async () => {
      const { matchModels } = await ask('{ matchModels { version current report } }');
      expect(matchModels).toEqual([
        { version: 'default-1', current: true, report: expect.stringContaining('birthDate') },
      ]);
    });

    test('merges undone in any order give back every field, consent and link, and ids never dangle', async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 4 }),
          async (pairs) => {
            run += 1;
            const localIds = [0, 1, 2, 3].map((index) => `M${run}-${index}`);
            const records = localIds.map((localId, index) => ({
              localId,
              ...named(`Name${index}`, `Run${run}`),
              consents: [{ purpose: 'ads', granted: index % 2 === 0, at: '2026-01-01T00:00:00Z' }],
            }));
            for (const record of records) await customers.submit('banking', record);
            const ids = await Promise.all(localIds.map((localId) => idOf(localId)));
            const before = await Promise.all(ids.map(whole));
            const chosen = pairs.filter(([a, b]) => a !== b);
            for (const [a, b] of chosen)
              await decide('CONFIRM', place(localIds[a] ?? ''), place(localIds[b] ?? ''));
            for (const id of ids) expect(await whole(id)).not.toBeNull();
            for (const [a, b] of [...chosen].reverse()) {
              await decide('RELEASE', place(localIds[a] ?? ''), place(localIds[b] ?? ''));
            }
            expect(await Promise.all(ids.map(whole))).toEqual(before);
          },
        ),
        { numRuns: 5, seed: 7 },
      );
    });
  });
}
