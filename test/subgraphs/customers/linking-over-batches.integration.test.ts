import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { named, startCustomers, type Customers, type SentRecord } from './customers-room.ts';

const maybe = (...values: readonly string[]) =>
  fc.option(fc.constantFrom(...values), { nil: null });

/** Few values, so that records share them often. */
const person = fc.record({
  name: maybe('Emma Smith', 'Al Lee'),
  birthDate: maybe('1990-12-13', '1980-01-02'),
  ssn: maybe('926932157', '806945725', '614709100'),
  verified: fc.boolean(),
  email: maybe('e', 'f'),
});

/** How records come: which, in which order, cut into batches of which sizes. */
const history = fc
  .array(fc.tuple(fc.nat({ max: 5 }), person), { minLength: 2, maxLength: 14 })
  .chain((sent) =>
    fc.tuple(
      fc.constant(sent),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 14, maxLength: 14 }),
    ),
  );

for (const backend of testDatabases) {
  describe(`linking over batches on ${backend.name}`, () => {
    let database: DatabasePool;
    let customers: Customers;

    beforeAll(async () => {
      database = await backend.open();
      customers = await startCustomers(database);
    });

    afterAll(async () => {
      await customers.room.stop();
      await database.close();
    });

    const division = 'banking';

    /** Sends records to an empty room in batches and returns the local ids of each customer. */
    async function linkAll(records: readonly SentRecord[], sizes: readonly number[]) {
      const tables = RECORDS.map((table) => `customers.${table}`);
      await database.pool.query(`truncate ${tables.join(', ')}`);
      const waiting = [...records];
      for (const size of [...sizes, records.length]) {
        const batch = waiting.splice(0, size);
        if (batch.length > 0) await customers.submit(division, ...batch);
      }
      const groups = new Map<string, string[]>();
      for (const localId of [...new Set(records.map((record) => record.localId))].sort()) {
        const id = String(await customers.idOf(division, localId));
        groups.set(id, [...(groups.get(id) ?? []), localId]);
      }
      return [...groups.values()].map((group) => group.join(' ')).sort();
    }

    test('depends on the records alone, not on their order, batches or former versions', async () => {
      await fc.assert(
        fc.asyncProperty(history, async ([sent, sizes]) => {
          const records = sent.map(([id, value], index) => recordOf(id, value, index));
          const latest = [...new Map(records.map((record) => [record.localId, record])).values()];
          const atOnce = await linkAll(latest, [latest.length]);
          expect(await linkAll(records, sizes)).toEqual(atOnce);
          expect(await linkAll([...records].reverse(), sizes)).toEqual(atOnce);
        }),
        { seed: 20_261, numRuns: 15, interruptAfterTimeLimit: 40_000 },
      );
    });
  });
}

interface Person {
  readonly name: string | null;
  readonly birthDate: string | null;
  readonly ssn: string | null;
  readonly verified: boolean;
  readonly email: string | null;
}

function recordOf(id: number, value: Person, version: number): SentRecord {
  const [given = '', family = ''] = (value.name ?? '').split(' ');
  return {
    localId: String(id),
    version: String(version),
    ...(value.name === null ? {} : named(given, family)),
    birthDate: value.birthDate,
    identifiers:
      value.ssn === null ? [] : [{ scheme: 'US-SSN', value: value.ssn, verified: value.verified }],
    emails: value.email === null ? [] : [{ address: `${value.email}@a.example`, verified: true }],
  };
}

/** Values of one run are like those of another, and would count as evidence: so none is there for the next. */
const RECORDS = [
  ...['source_record', 'link_key', 'standardization_fault', 'customer', 'customer_redirect'],
  ...['source_link', 'search_token', 'match_pair', 'match_edge', 'former_link'],
];
