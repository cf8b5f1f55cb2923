import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';

import { readConfig } from '../../../gateway/config.ts';
import { startGateway } from '../../../gateway/start-gateway.ts';
import type { RunningGateway } from '../../../gateway/start-gateway.ts';
import { openRedisEventBus } from '../../../subgraphs/kit/redis-event-bus.ts';
import { eventually } from '../../support/eventually.ts';
import { describeWithRedis } from '../../support/needs-server.ts';
import { connect, whenOpen } from '../subscriptions/test-subscriber.ts';
import { askAs, readLedger, SECRET, startRecordedCompany, tokenOf } from './recorded-company.ts';
import type { RecordedCompany, Who } from './recorded-company.ts';

const environmentOf = (dataDirectory: string) => ({
  ...{ DATA_DIR: dataDirectory, PORT: '0', ADMIN_PORT: '0', NODE_ENV: 'test' },
  ASSERTION_SECRET: SECRET,
});

describe('a gateway with a read ledger', () => {
  let company: RecordedCompany;
  let dataDirectory: string;
  const gateways: Record<string, RunningGateway> = {};

  beforeAll(async () => {
    dataDirectory = mkdtempSync(join(tmpdir(), 'read-ledger-'));
    company = await startRecordedCompany(dataDirectory);
    const environment = environmentOf(dataDirectory);
    const config = readConfig(environment);
    const kinds = {
      native: config,
      reference: { ...config, engine: 'reference' as const },
      patient: { ...config, ledger: { ...config.ledger, whenFull: 'wait' as const } },
      queueing: { ...config, ledger: { ...config.ledger, waitFor: 'queue' as const, queue: 2 } },
      off: readConfig({ ...environment, LEDGER: 'false' }),
    };
    for (const [name, kind] of Object.entries(kinds)) {
      gateways[name] = await startGateway(kind, {
        supergraph: company.supergraph,
        log: pino({ level: 'silent' }),
      });
    }
  });
  afterAll(async () => {
    await Promise.all(Object.values(gateways).map((gateway) => gateway.stop()));
    await company.stop();
    rmSync(dataDirectory, { recursive: true });
  });

  const at = (name: string) => ({ url: gateways[name]?.url ?? '', dataDirectory });
  let asked = 0;
  /** Asks, and finds the entry of the request. */
  const entryOf = async (query: string, who: Who & { variables?: object; on?: string } = {}) => {
    asked += 1;
    const requestId = `request-${asked}`;
    const answer = await askAs(at(who.on ?? 'native'), query, { ...who, requestId } as never);
    const log = await readLedger(at('native'), { pages: 1, first: 5 });
    return { answer, entry: log.find((one) => one.requestId === requestId) ?? null };
  };

  describe.each(['native', 'reference'])('on the engine %s', (on) => {
    test.each([
      ['{ customer(id: "1") { id name } }', ['1']],
      ['{ customer(id: "1") { name } }', ['1']],
      ['{ customer(id: "1") { id: name } }', ['1']],
      ['{ customers { name } }', ['1', '2', '3']],
      ['{ owned { ... on Customer { name } ... on Shop { street } } }', ['2']],
      ['query ($no: Boolean = false) { customer(id: "2") { id @include(if: $no) name } }', ['2']],
      ['{ customer(id: "3") { status friends { name } } }', ['1', '2', '3']],
      ['{ customer(id: "none") { name } }', []],
      ['mutation { rename(id: "2", name: "x") { name } }', ['2']],
    ])('says whose data it was: %s', async (query, customers) => {
      const { answer, entry } = await entryOf(query, { on });
      expect(answer.errors).toEqual([]);
      expect(JSON.stringify(answer.data)).not.toContain('__ac');
      expect(entry?.fields).toEqual(['Customer.name']);
      expect([...(entry?.customers ?? [])].sort()).toEqual(customers);
    });
  });

  test('104. says who read which classified fields, for what and by which operation', async () => {
    const { entry } = await entryOf(
      'query Who { customer(id: "1") { id status nick taxNumber } }',
      {
        ...{ subject: 'somebody', scopes: ['tax:read'], purpose: 'care' },
      },
    );
    expect(entry).toEqual({
      ...{ requestId: expect.any(String), subject: 'somebody', purpose: 'care', emergency: null },
      ...{ operationName: 'Who', fields: ['Customer.nick', 'Customer.taxNumber'] },
      ...{ customers: ['1'], denied: [] },
    });
  });

  test('105. says what was denied, and under which rule, with data and without', async () => {
    const some = await entryOf('{ customer(id: "1") { taxNumber name } }');
    expect(some.entry).toMatchObject({ fields: ['Customer.name'], customers: ['1'] });
    expect(some.entry?.denied.map(({ field }) => field)).toEqual(['Customer.taxNumber']);
    expect(some.entry?.denied[0]?.rule).toContain('scope:tax:read');
    const all = await entryOf('{ customer(id: "1") { taxNumber } }');
    expect(all.entry).toMatchObject({ fields: [], customers: [] });
    expect(all.entry?.denied).toHaveLength(1);
    const mutation = await entryOf('mutation { rename(id: "1") { taxNumber } }');
    expect(mutation.answer.data).toBeNull();
    expect(mutation.entry?.denied).toHaveLength(1);
  });

  test('says which argument must not be given, where the operation was refused for it', async () => {
    const query = 'query Tax { customers(taxNumber: "T1") { name } }';
    const { answer, entry } = await entryOf(query);
    expect(answer.errors.map(({ extensions }) => extensions['code'])).toEqual(['INPUT_FORBIDDEN']);
    expect(entry).toMatchObject({
      ...{ operationName: 'Tax', fields: [], customers: [] },
      denied: [{ field: 'Query.customers(taxNumber:)', rule: 'scope:tax:read' }],
    });
  });

  test('says under which emergency somebody read', async () => {
    const until = new Date(Date.now() + 600_000).toISOString();
    const { entry } = await entryOf('{ customer(id: "1") { name } }', {
      roles: ['agent'],
      headers: { 'x-break-glass-reason': 'A caller in danger', 'x-break-glass-until': until },
    });
    expect(entry).toMatchObject({
      ...{ fields: ['Customer.name'], customers: ['1'] },
      emergency: { reason: 'A caller in danger', until },
    });
  });

  test('records what the variables include, and no more', async () => {
    const query =
      'query ($with: Boolean!) { customer(id: "1") { status name @include(if: $with) } }';
    expect((await entryOf(query, { variables: { with: false } })).entry).toBeNull();
    expect((await entryOf(query, { variables: { with: true } })).entry?.fields).toEqual([
      'Customer.name',
    ]);
  });

  test('records nothing of what is not classified, and nothing where it is told so', async () => {
    expect((await entryOf('{ weather customer(id: "1") { id status } }')).entry).toBeNull();
    expect((await entryOf('{ customer(id: "1") { name } }', { on: 'off' })).entry).toBeNull();
  });

  test('lets no client add to the ledger, whatever it holds', async () => {
    const query = 'mutation { appendReads(batch: "{}") }';
    const answer = await askAs(at('native'), query, { scopes: ['ledger:append'] });
    expect(answer.errors[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test('records an audit, too, and answers nobody else', async () => {
    const query = 'query Audit { whoRead(customer: "1") { subject reads } }';
    const { answer, entry } = await entryOf(query, { scopes: ['ledger:read'], subject: 'auditor' });
    expect(answer.errors).toEqual([]);
    expect(entry).toMatchObject({ subject: 'auditor', operationName: 'Audit' });
    const refused = await askAs(at('native'), query);
    expect(refused.data).toEqual({ whoRead: null });
    expect(refused.errors[0]?.extensions['code']).toBe('FIELD_FORBIDDEN');
  });

  test('shows nothing classified while the ledger is away, and drops nothing that it took', async () => {
    const query = '{ customer(id: "1") { name } }';
    await company.stopLedger();
    const first = await askAs(at('native'), query, { requestId: 'away-1' });
    expect(first).toMatchObject({ status: 503, data: undefined });
    expect(first.errors[0]?.extensions['code']).toBe('LEDGER_UNAVAILABLE');
    const before = company.customers.received.length;
    const second = await askAs(at('native'), query, { requestId: 'away-2' });
    expect(second.status).toBe(503);
    // Known to be away: nothing is fetched any more.
    expect(company.customers.received.length).toBe(before);
    expect(await askAs(at('native'), '{ weather }')).toMatchObject({ data: { weather: 'fine' } });
    const waiting = askAs(at('patient'), query, { requestId: 'patient' });
    const queued = await Promise.all(
      ['queued-1', 'queued-2'].map((requestId) => askAs(at('queueing'), query, { requestId })),
    );
    expect(queued.map(({ status }) => status)).toEqual([200, 200]);
    expect((await askAs(at('queueing'), query, { requestId: 'queued-3' })).status).toBe(503);
    await company.startLedger();
    expect((await waiting).status).toBe(200);
    await eventually(async () => {
      const answer = await askAs(at('native'), query);
      expect(answer.status).toBe(200);
      const ids = (await readLedger(at('native'))).map(({ requestId }) => requestId);
      const taken = ['away-1', 'patient', 'queued-1', 'queued-2'];
      expect(ids.filter((id) => taken.includes(id)).sort()).toEqual(taken);
      expect(ids).not.toContain('away-2');
      expect(ids).not.toContain('queued-3');
    });
  });

  describeWithRedis('for subscribers', (redisUrl) => {
    test('has an entry for each subscriber whom an event was shown to', async () => {
      const config = readConfig({ ...environmentOf(dataDirectory), REDIS_URL: redisUrl });
      const gateway = await startGateway(config, {
        supergraph: company.supergraph,
        log: pino({ level: 'silent' }),
      });
      const bus = openRedisEventBus(redisUrl, pino({ level: 'silent' }));
      const subscribers = await Promise.all(
        ['watcher-1', 'watcher-2'].map(async (subject) =>
          connect(gateway, await tokenOf(dataDirectory, { subject })),
        ),
      );
      const seen = subscribers.map((one) =>
        one.subscribe('subscription Watch { customerChanged { name taxNumber } }'),
      );
      await whenOpen(gateway, 2);
      const event = { room: 'customers', field: 'customerChanged', key: '2', division: null };
      await bus.announce([event]);
      await eventually(() => expect(seen.map(({ results }) => results.length)).toEqual([1, 1]));
      const entries = (await readLedger(at('native'), { pages: 1, first: 5 })).filter(
        ({ operationName }) => operationName === 'Watch',
      );
      expect(entries.map(({ subject }) => subject).sort()).toEqual(['watcher-1', 'watcher-2']);
      for (const entry of entries) {
        expect(entry).toMatchObject({ fields: ['Customer.name'], customers: ['2'] });
        expect(entry.denied.map(({ field }) => field)).toEqual(['Customer.taxNumber']);
      }
      await Promise.all(subscribers.map((one) => one.stop()));
      await bus.close();
      await gateway.stop();
    });
  });
});
