import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import { defaultModel } from '../../../subgraphs/customers/matching/room/default-model.ts';
import { customerMigrations } from '../../../subgraphs/customers/migrations.ts';
import { searchTokens, sortKey } from '../../../subgraphs/customers/search/search-tokens.ts';
import { keepLinkers, storeModel } from '../../../subgraphs/customers/stewards/match-models.ts';
import { submitCustomerRecords } from '../../../subgraphs/customers/submit-customer-records.ts';
import type { CustomerTables } from '../../../subgraphs/customers/tables.ts';
import { systemClock } from '../../../subgraphs/kit/clock.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { openRoomDatabase } from '../../../subgraphs/kit/room-database.ts';
import { countRoundTrips } from '../../support/count-round-trips.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { named, ssn, type SentRecord } from './customers-room.ts';

describe.each(testDatabases)('a record that comes alone on $name', ({ open }) => {
  let pool: DatabasePool;
  let database: Kysely<CustomerTables>;
  const linkers = keepLinkers();

  beforeAll(async () => {
    pool = await open();
    database = await openRoomDatabase<CustomerTables>(pool, 'customers', customerMigrations);
  });
  afterAll(() => pool.close());

  const submit = async (division: string, { version = '1', ...record }: SentRecord) => {
    const log = pino({ level: 'silent' });
    const services = { database, linkers, log, clock: systemClock, kick: () => undefined };
    const [result] = await submitCustomerRecords(services, [
      { division, record: { ...record, version } },
    ]);
    return result?.customerId ?? '';
  };
  const ann = { ...named('Ann', 'Lee'), birthDate: '1990-03-04', ...ssn('444-55-6677') };

  test('waits twice: for what is around it, and for what it changes', async () => {
    const trips = async (division: string, record: SentRecord) => {
      let customerId = '';
      const count = await countRoundTrips(async () => {
        customerId = await submit(division, record);
      });
      return { count, customerId };
    };
    const first = await trips('banking', { localId: 'A1', ...ann });
    const joining = await trips('lending', { localId: 'A2', ...ann });
    const again = await trips('lending', { localId: 'A2', version: '2', ...ann });
    const unchanged = await trips('lending', { localId: 'A2', version: '2', ...ann });
    expect(joining.customerId).toBe(first.customerId);
    expect([first, joining, again, unchanged].map(({ count }) => count)).toEqual([2, 2, 2, 2]);
  });

  test('changes of the search tokens only what is different, and all when the name is another', async () => {
    const sent = { ...named('Bea', 'Moore'), birthDate: '1980-01-02', ...ssn('222-33-4444') };
    const phones = [{ number: '+15055550123' }];
    const id = await submit('banking', { localId: 'B1', ...sent, phones });
    const rows = () =>
      database
        .selectFrom('search_token')
        .selectAll()
        .where('customer_id', '=', id)
        .orderBy('token')
        .execute();
    const expected = async () => {
      const records = await database
        .selectFrom('source_record')
        .select(['division', 'local_id as localId', 'standardised as record'])
        .where('local_id', 'in', ['B1', 'B2'])
        .orderBy('recorded_at', 'desc')
        .execute();
      const sort = sortKey(records[0]?.record.name ?? null);
      return searchTokens(records).map((token) => ({
        ...{ customer_id: id, token, sort_key: sort },
        initial: token.slice(0, 1),
      }));
    };
    expect(await rows()).toEqual(await expected());
    const emails = [{ address: 'bea@example.com', verified: true }];
    expect(await submit('lending', { localId: 'B2', ...sent, emails })).toBe(id);
    expect(await rows()).toEqual(await expected());
    await submit('banking', { localId: 'B1', version: '2', ...sent });
    expect(await rows()).toEqual(await expected());
    expect((await rows()).map(({ token }) => token)).not.toContain('15055550123');
    const renamed = { ...sent, ...named('Bea', 'Hill') };
    await submit('lending', { localId: 'B2', version: '2', ...renamed });
    expect(await rows()).toEqual(await expected());
  });

  test('is judged by the version that is in use now, also when another one was a moment ago', async () => {
    const carl = { ...named('Carl', 'West'), birthDate: '1970-05-06', ...ssn('333-44-5555') };
    const id = await submit('banking', { localId: 'C1', ...carl });
    const doubting = { ...defaultModel, version: 'doubting', priorWeight: -46 };
    await storeModel(database, doubting, new Date());
    expect(await submit('lending', { localId: 'C2', ...carl })).not.toBe(id);
  });
});
