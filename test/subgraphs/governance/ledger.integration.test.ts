import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { LedgerReading } from '../../../schema/ledger-batch.ts';
import { countAccess } from '../../../subgraphs/governance/ledger/count-access.ts';
import { verifyChain } from '../../../subgraphs/governance/ledger/verify-chain.ts';
import { governanceRoom } from '../../../subgraphs/governance/main.ts';
import { governanceMigrations } from '../../../subgraphs/governance/migrations.ts';
import { SCHEMA, type GovernanceTables } from '../../../subgraphs/governance/tables.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { openRoomDatabase } from '../../../subgraphs/kit/room-database.ts';
import { startTestRoom, type TestRoom } from '../../support/room-client.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { AUDITOR, batchOf, LOG, READS, sendBatch, WHO } from './ledger-batches.ts';

describe.each(testDatabases)('the read ledger on $name', ({ open }) => {
  let room: TestRoom;
  let database: DatabasePool;

  beforeAll(async () => {
    database = await open();
    room = await startTestRoom(governanceRoom, { database });
    for (const part of [READS.slice(0, 2), READS.slice(2)]) {
      expect((await sendBatch(room, batchOf(part))).data).toEqual({ appendReads: part.length });
    }
  });
  afterAll(async () => {
    await room.stop();
    await database.close();
  });

  const log = async (variables: object) => {
    const { data, errors } = await room.ask(LOG, variables, AUDITOR);
    expect(errors).toBeUndefined();
    return data['accessLog'];
  };
  const requests = async (variables: object): Promise<string[]> =>
    (await log(variables)).nodes.map((node: { requestId: string }) => node.requestId);

  test('says of an entry who read which fields of whom, and what was denied', async () => {
    const { nodes } = await log({ field: 'Customer.birthDate' });
    expect(nodes).toEqual([
      {
        ...{ position: '3', at: '2026-01-01T10:00:02.000Z', requestId: 'r3', subject: 'agent-1' },
        ...{ roles: ['agent'], division: null, client: 'desk', purpose: null },
        emergency: { reason: 'A caller in danger', until: '2026-01-01T10:30:00.000Z' },
        ...{ operationHash: expect.stringMatching(/^[0-9a-f]{64}$/), operationName: 'Q' },
        ...{ fields: ['Customer.birthDate'], customers: ['c2'] },
        denied: [{ field: 'Account.balance', rule: 'scope:finance:read' }],
      },
    ]);
  });

  test.each([
    [{}, ['r5', 'r4', 'r3', 'r2', 'r1']],
    [{ customer: 'c1' }, ['r5', 'r2', 'r1']],
    [{ customer: 'c1', subject: 'agent-2' }, ['r2']],
    [{ customer: 'c2', field: 'Customer.emails' }, ['r2']],
    [{ subject: 'agent-2' }, ['r4', 'r2']],
    [{ subject: 'agent-1', field: 'Customer.emails' }, ['r5', 'r1']],
    [{ field: 'Account.balance' }, ['r3']],
    [{ from: '2026-01-01T10:00:01Z', to: '2026-01-01T10:00:03Z' }, ['r3', 'r2']],
    [{ customer: 'c1', from: '2026-01-01T10:00:04Z' }, ['r5']],
    [{ customer: 'nobody' }, []],
    [{ subject: 'no\0body' }, []],
    [{ field: 'Customer.shoeSize' }, []],
  ])('finds by %j', async (filter, found) => {
    expect(await requests(filter)).toEqual(found);
  });

  test('pages forward and backward without losing or repeating an entry', async () => {
    for (const filter of [{}, { customer: 'c1' }, { subject: 'agent-1' }]) {
      const all = await requests(filter);
      const seen: string[] = [];
      for (let after: string | null = null; ;) {
        const { nodes, pageInfo }: any = await log({ ...filter, first: 1, after });
        seen.push(...nodes.map((node: { requestId: string }) => node.requestId));
        after = pageInfo.endCursor;
        if (!pageInfo.hasNextPage) break;
      }
      expect(seen).toEqual(all);
      expect(await requests({ ...filter, last: 2 })).toEqual(all.slice(-2));
    }
  });

  test('refuses a cursor of another list', async () => {
    const after = Buffer.from('["2026-01-01"]').toString('base64url');
    const { errors } = await room.ask(LOG, { after }, AUDITOR);
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  test('says who read of a customer, last first, once each', async () => {
    const { data } = await room.ask(WHO, { customer: 'c1' }, AUDITOR);
    expect(data['whoRead']).toEqual([
      {
        ...{ subject: 'agent-1', clients: ['desk', 'mail'], purposes: ['care'], reads: 2 },
        ...{ firstAt: '2026-01-01T10:00:00.000Z', lastAt: '2026-01-01T10:00:04.000Z' },
      },
      {
        ...{ subject: 'agent-2', clients: ['desk'], purposes: [], reads: 1 },
        ...{ firstAt: '2026-01-01T10:00:01.000Z', lastAt: '2026-01-01T10:00:01.000Z' },
      },
    ]);
  });

  test('answers nobody without the scope, and takes entries from nobody but a gateway', async () => {
    for (const scopes of [[], ['customer:read', 'ledger:append']]) {
      const { data, errors } = await room.ask(WHO, { customer: 'c1' }, { scopes });
      expect([data, errors]).not.toEqual([{ whoRead: expect.anything() }, undefined]);
      expect(errors).toHaveLength(1);
    }
    const { errors } = await sendBatch(room, batchOf(READS), { scopes: ['ledger:read'] });
    expect(errors).toHaveLength(1);
    expect(await requests({})).toHaveLength(READS.length);
  });

  test('takes a batch that comes again once', async () => {
    const batch = batchOf([
      { at: '2026-01-02T00:00:00.000Z', requestId: 'again', customers: ['c9'] },
    ]);
    const answers = await Promise.all([1, 2, 3].map(() => sendBatch(room, batch)));
    expect(answers.map(({ data }) => data['appendReads']).sort()).toEqual([0, 0, 1]);
    expect(await requests({ customer: 'c9' })).toEqual(['again']);
  });

  test('takes nothing of a batch that is not one', async () => {
    const before = await requests({});
    const good = batchOf([{ at: '2026-01-02T00:00:00.000Z' }]);
    const bad = [{}, { ...good, id: 'x' }, { ...good, readers: [] }, { ...good, entries: [] }];
    for (const batch of bad) expect((await sendBatch(room, batch)).errors).toHaveLength(1);
    expect(await requests({})).toEqual(before);
  });

  test('keeps texts that a database would refuse', async () => {
    const subject = 'zero \0 and half a pair \ud800';
    const batch = batchOf([{ at: '2026-01-02T00:00:00.000Z', subject, customers: ['c\0d'] }]);
    expect((await sendBatch(room, batch)).data).toEqual({ appendReads: 1 });
    const tables = await openRoomDatabase<GovernanceTables>(database, SCHEMA, governanceMigrations);
    expect((await verifyChain(tables)).kind).toBe('whole');
  });

  test('tells by day and division what everybody asked, by a hash of who they are, and corrects it', async () => {
    const tables = await openRoomDatabase<GovernanceTables>(database, SCHEMA, governanceMigrations);
    const hash = (subject: string) => Buffer.from(subject.slice(0, 7));
    const told = async () => {
      await countAccess(tables, hash);
      const { rows } = await sql<{ payload: object }>`
        select payload from ${sql.id(SCHEMA, 'outbox')} order by position`.execute(tables);
      return rows.map(({ payload }) => payload);
    };
    const [agent1, agent2] = ['agent-1', 'agent-2'].map((name) => hash(name).toString('hex'));
    const [all, day] = [{ division: null, position: 7 }, '2026-01-01'];
    const first = await told();
    expect(first).toHaveLength(4);
    expect(first).toEqual(
      expect.arrayContaining([
        { ...all, day, agent: agent1, requests: 3, denied: 1, personal: 3 },
        { ...all, day, agent: agent2, requests: 2, denied: 0, personal: 2 },
      ]),
    );
    expect(await told()).toEqual(first);
    const denials = [{ field: 'A.b', rule: 'x' }];
    const denied: Partial<LedgerReading> = { level: 'PUBLIC', isPersonal: false, denied: denials };
    await sendBatch(
      room,
      batchOf([
        { at: '2026-01-01T11:00:00.000Z', subject: 'agent-2', fields: [], reading: denied },
        { at: '2026-01-03T00:00:00.000Z', subject: '', reader: { division: 'banking' } },
      ]),
    );
    const both = await Promise.all([told(), told()]);
    expect(both[0].slice(4)).toEqual([
      { ...all, day, agent: agent2, position: 9, requests: 3, denied: 1, personal: 2 },
      {
        ...{ day: '2026-01-03', agent: null, division: 'banking', position: 9 },
        ...{ requests: 1, denied: 0, personal: 1 },
      },
    ]);
    expect(both[1]).toEqual(both[0]);
  });
});
