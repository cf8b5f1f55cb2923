import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { pino } from 'pino';
import { keepLinkers } from '../../../subgraphs/customers/stewards/match-models.ts';
import { customerMigrations } from '../../../subgraphs/customers/migrations.ts';
import {
  submitCustomerRecords,
  takeRecordedEvents,
} from '../../../subgraphs/customers/submit-customer-records.ts';
import type { CustomerTables } from '../../../subgraphs/customers/tables.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import type { KitTables } from '../../../subgraphs/kit/kit-migration.ts';
import { openRoomDatabase } from '../../../subgraphs/kit/room-database.ts';
import { testDatabases } from '../../support/test-databases.ts';

const BEFORE = new Date('2026-01-01T01:00:00Z');
const AFTER = new Date('2026-01-01T02:00:00Z');

describe.each(testDatabases)('the time of a link on $name', ({ open }) => {
  let pool: DatabasePool;
  let database: Kysely<CustomerTables>;
  let now = BEFORE;

  beforeAll(async () => {
    pool = await open();
    database = await openRoomDatabase<CustomerTables>(pool, 'customers', customerMigrations);
  });
  afterAll(() => pool.close());

  const services = () => ({
    database,
    clock: () => now,
    log: pino({ level: 'silent' }),
    linkers: keepLinkers(),
    kick: () => undefined,
  });

  /** Does something while another transaction records, which ends an hour later. */
  const meanwhile = async (act: () => Promise<unknown>) => {
    now = BEFORE;
    let acting: Promise<unknown> = Promise.resolve();
    await database.transaction().execute(async (transaction) => {
      const lock = sql`select pg_advisory_xact_lock(hashtextextended('customers.recording', 0))`;
      await lock.execute(transaction);
      acting = act();
      now = AFTER;
    });
    await acting;
  };

  const linkedAt = async (localId: string) => {
    const rows = await (database as unknown as Kysely<KitTables>)
      .selectFrom('outbox')
      .select('occurred_at')
      .where('type', '=', 'customer.linked')
      .where(sql<boolean>`payload ->> 'localId' = ${localId}`)
      .execute();
    return rows.map((row) => row.occurred_at.toISOString());
  };

  test('is later than that of every link made before it, however long it waited its turn', async () => {
    const record = { localId: 'A', version: '1' };
    await meanwhile(() => submitCustomerRecords(services(), [{ division: 'banking', record }]));
    expect(await linkedAt('A')).toEqual([AFTER.toISOString()]);
  });

  test('is so for records that come in events', async () => {
    const payload = { division: 'banking', localId: 'B', record: { localId: 'B', version: '1' } };
    const event = {
      id: '01890000-0000-7000-8000-000000000001',
      type: 'customer.recorded' as const,
      room: 'banking',
      occurredAt: BEFORE.toISOString(),
      payload,
    };
    await meanwhile(() => takeRecordedEvents(services(), [event]));
    expect(await linkedAt('B')).toEqual([AFTER.toISOString()]);
  });
});
