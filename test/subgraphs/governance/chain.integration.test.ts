import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { AnyDomainEvent, EventPayloads, EventType } from '../../../schema/events.ts';
import { verifyChain } from '../../../subgraphs/governance/ledger/verify-chain.ts';
import { applyRetention } from '../../../subgraphs/governance/ledger/apply-retention.ts';
import { readRetentionPolicy } from '../../../subgraphs/governance/ledger/retention.ts';
import { governanceRoom } from '../../../subgraphs/governance/main.ts';
import { governanceMigrations } from '../../../subgraphs/governance/migrations.ts';
import { SCHEMA, type GovernanceTables } from '../../../subgraphs/governance/tables.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { openRoomDatabase } from '../../../subgraphs/kit/room-database.ts';
import { startTestRoom, type TestRoom } from '../../support/room-client.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { everyColumn } from './every-column.ts';
import { AUDITOR, batchOf, LOG, READS, sendBatch, WHO } from './ledger-batches.ts';

describe.each(testDatabases)('the chain of the read ledger on $name', ({ open }) => {
  let room: TestRoom;
  let database: DatabasePool;

  beforeAll(async () => {
    database = await open();
    room = await startTestRoom(governanceRoom, { database });
    await sendBatch(room, batchOf(READS));
  });
  afterAll(async () => {
    await room.stop();
    await database.close();
  });

  const tables = () => openRoomDatabase<GovernanceTables>(database, SCHEMA, governanceMigrations);

  /** What verification says while a change is in the tables, which is then taken back. */
  const verdictAfter = async (change: string) => {
    const all = await tables();
    let verdict: unknown;
    const undo = new Error('Undo.');
    await all
      .transaction()
      .execute(async (transaction) => {
        await sql.raw(change).execute(transaction);
        verdict = await verifyChain(transaction);
        throw undo;
      })
      .catch((error: unknown) => expect(error).toBe(undo));
    return verdict;
  };

  test('is whole as it was written, and ends where it says', async () => {
    const verdict = await verifyChain(await tables());
    expect(verdict).toMatchObject({ kind: 'whole', head: { position: READS.length }, expired: 0 });
  });

  const FLIP = 'set_byte(%, 0, get_byte(%, 0) # 1)';
  const flip = (column: string) => `${column} = ${FLIP.replaceAll('%', column)}`;
  test.each([
    ['entry', "level = 'PUBLIC' where position = 3", 3],
    ['entry', `${flip('digest')} where position = 2`, 2],
    ['entry', `${flip('hash')} where position = 4`, 4],
    ['entry', 'reader = reader + 1 where position = 1', 1],
    ['entry', 'reader = null where position = 2', 2],
    ['entry', 'position = 9 where position = 5', 5],
    ['entry_customer', 'customer = 2 where position = 5', 5],
    ['entry_customer', "at = at - interval '1 second' where position = 5", 5],
    ['entry_customer', 'position = 4 where position = 5', 4],
    ['reader', "subject = 'somebody else' where id = 1", 1],
    ['reader', 'emergency_reason = null, emergency_until = null', 3],
    ['operation', "text = text || ' '", 1],
    ['reading', "fields = array['Customer.status']", 1],
    ['reading', "denied = '[]' where level = 'RESTRICTED'", 3],
    ['customer', `${flip('sealed')} where id = 2`, 2],
    ['chain', flip('hash'), 5],
    ['chain', 'position = 4', 5],
    ['chain', 'position = 6', 6],
  ])('names the first link that a change of %s breaks: set %s', async (table, change, position) => {
    const verdict = await verdictAfter(`update ${SCHEMA}.${table} set ${change}`);
    expect(verdict).toEqual({ kind: 'broken', position, what: expect.any(String) });
  });

  test.each([
    ['delete from governance.entry where position = 3', 3],
    ['delete from governance.entry where position = 5', 5],
    ['delete from governance.entry_customer where position = 2', 2],
    ['insert into governance.entry_customer values (1, now(), 77, 1)', 77],
  ])('misses what is gone and sees what does not belong: %s', async (change, position) => {
    expect(await verdictAfter(change)).toMatchObject({ kind: 'broken', position });
  });

  test('knows a chain that was cut and mended by a head that was noted before', async () => {
    const noted = { position: 5, hash: 'ab'.repeat(32) };
    const verdict = await verifyChain(await tables(), { noted });
    expect(verdict).toMatchObject({ kind: 'broken', position: 5 });
    const later = { position: 9, hash: 'ab'.repeat(32) };
    expect(await verifyChain(await tables(), { noted: later })).toMatchObject({ position: 6 });
  });

  test('stays provable when entries are no longer kept, by their classification', async () => {
    const all = await tables();
    const before = await verifyChain(all);
    const policy = readRetentionPolicy('CONFIDENTIAL=30');
    expect(await applyRetention(all, policy, new Date('2026-01-15T00:00:00Z'))).toBe(0);
    const now = new Date('2026-02-15T00:00:00Z');
    expect(await applyRetention(all, policy, now)).toBe(4);
    expect(await applyRetention(all, policy, now)).toBe(0);
    const after = await verifyChain(all);
    expect(after).toMatchObject({ kind: 'whole', head: { position: 6 }, expired: 4 });
    const noted = before.kind === 'whole' ? before.head : undefined;
    expect(await verifyChain(all, { noted })).toEqual(after);
    const { data } = await room.ask(LOG, {}, AUDITOR);
    expect(data['accessLog'].nodes.map((node: { requestId: string }) => node.requestId)).toEqual([
      'r3',
    ]);
    expect((await room.ask(WHO, { customer: 'c1' }, AUDITOR)).data).toEqual({ whoRead: [] });
  });

  test('does not take for retention what somebody made away with', async () => {
    const gone = `reader = null, operation = null, reading = null, request_id = null where position = 3`;
    const verdict = await verdictAfter(
      `delete from ${SCHEMA}.entry_customer where position = 3; update ${SCHEMA}.entry set ${gone}`,
    );
    expect(verdict).toMatchObject({ kind: 'broken', position: 3 });
    const widened = `update ${SCHEMA}.entry set note = replace(note, 'CONFIDENTIAL', 'RESTRICTED')`;
    expect(await verdictAfter(widened)).toMatchObject({ kind: 'broken', position: 6 });
  });

  test('finds another value in any column of any row, of entries that are kept and that are not', async () => {
    let looked = 0;
    const missed: string[] = [];
    await everyColumn(await tables(), async (changed, where) => {
      looked += 1;
      if ((await verifyChain(changed)).kind === 'whole') missed.push(where);
    });
    expect(missed).toEqual([]);
    expect(looked).toBeGreaterThan(60);
  });

  test('forgets readers, emergencies and customers with the last entry that names them', async () => {
    const known = { reader: 'subject, emergency_reason', customer: 'id', use: 'entries' };
    const left = async (table: keyof typeof known) => {
      const { rows } = await sql`
        select ${sql.raw(known[table])} from ${sql.id(SCHEMA, table)}`.execute(await tables());
      return rows;
    };
    // What is left of the test before: the entry of an emergency, of customer c2.
    expect(await left('reader')).toEqual([
      { subject: 'agent-1', emergency_reason: 'A caller in danger' },
    ]);
    expect([await left('customer'), await left('use')]).toEqual([
      [expect.anything()],
      [{ entries: 1 }],
    ]);
    const policy = readRetentionPolicy('RESTRICTED=40');
    expect(await applyRetention(await tables(), policy, new Date('2026-02-15T00:00:00Z'))).toBe(1);
    expect([await left('reader'), await left('customer'), await left('use')]).toEqual([[], [], []]);
    const verdict = await verifyChain(await tables());
    expect(verdict).toMatchObject({ kind: 'whole', expired: 5 });
  });

  test('keeps a reader who reads again while they are forgotten', async () => {
    const subjects = Array.from({ length: 30 }, (_, n) => `returning-${n}`);
    const of = (subject: string, at: string) => batchOf([{ at, subject, customers: [subject] }]);
    const old = subjects.map((subject) => sendBatch(room, of(subject, '2026-01-01T00:00:00.000Z')));
    await Promise.all(old);
    const now = new Date('2026-02-15T00:00:00Z');
    const policy = readRetentionPolicy('CONFIDENTIAL=30');
    const [expired, ...answers] = await Promise.all([
      applyRetention(await tables(), policy, now),
      ...subjects.map((subject) => sendBatch(room, of(subject, '2026-02-14T00:00:00.000Z'))),
    ]);
    expect(expired).toBeGreaterThanOrEqual(30);
    expect(answers.map(({ data }) => data)).toEqual(subjects.map(() => ({ appendReads: 1 })));
    expect((await verifyChain(await tables())).kind).toBe('whole');
    for (const subject of subjects) {
      const { data } = await room.ask(WHO, { customer: subject }, AUDITOR);
      expect(data['whoRead']).toMatchObject([{ subject, reads: 1 }]);
    }
  });

  test('keeps what was read of customers on hold, through merges and splits, until its release', async () => {
    const at = '2026-01-01T00:00:00.000Z';
    const of = (...customers: string[]) => ({ at, customers, requestId: customers.join('+') });
    const reads = [of('h1'), of('h2'), of('h3'), of('h4'), of('h5'), of('h1', 'h5')];
    await sendBatch(room, batchOf(reads));
    const now = new Date('2026-02-15T00:00:00Z');
    const policy = readRetentionPolicy('CONFIDENTIAL=30');
    const kept = async () => {
      const { data } = await room.ask(LOG, { to: '2026-01-31T00:00:00.000Z' }, AUDITOR);
      const nodes: { requestId: string }[] = data['accessLog'].nodes;
      return nodes.map(({ requestId }) => requestId).sort();
    };
    const holdId = '01890000-0000-7000-8000-000000000001';
    const held = { holdId, customerId: 'h1', formerIds: ['h2'], records: [] };
    const merged = { customerId: 'h3', mergedId: 'h1' };
    const split = { customerId: 'h3', newCustomerId: 'h4', records: [] };
    // Each comes twice, as events may.
    for (let time = 0; time < 2; time += 1) {
      await room.events.publish([toldBy('customer.held', held)]);
      await room.events.publish([
        toldBy('customer.merged', merged),
        toldBy('customer.merged', { customerId: 'h8', mergedId: 'h9' }),
        toldBy('customer.split', split),
      ]);
    }
    expect(await applyRetention(await tables(), policy, now)).toBe(1);
    expect(await kept()).toEqual(['h1', 'h1+h5', 'h2', 'h3', 'h4']);
    const before = await verifyChain(await tables());
    expect(before.kind).toBe('whole');
    // Nothing is let go, so nothing is noted either.
    expect(await applyRetention(await tables(), policy, now)).toBe(0);
    expect(await verifyChain(await tables())).toEqual(before);
    await room.events.publish([toldBy('customer.released', held), toldBy('customer.held', held)]);
    expect(await applyRetention(await tables(), policy, now)).toBe(5);
    expect(await kept()).toEqual([]);
    expect((await verifyChain(await tables())).kind).toBe('whole');
  });
});

function toldBy<Type extends EventType>(type: Type, payload: EventPayloads[Type]): AnyDomainEvent {
  const told = { id: randomUUID(), room: 'customers', occurredAt: '2026-01-01T00:00:00.000Z' };
  // A type and the payload that goes with it make one of the events.
  return { ...told, type, payload } as AnyDomainEvent;
}
