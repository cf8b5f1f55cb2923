import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';

import type { GatewayConfig } from '../../../gateway/config.ts';
import type { RunningGateway } from '../../../gateway/start-gateway.ts';
import { ANNOUNCEMENTS_PATH } from '../../../schema/announcement.ts';
import type { Announcement } from '../../../schema/announcement.ts';
import type { EventBus } from '../../../subgraphs/kit/event-bus.ts';
import { openRedisEventBus } from '../../../subgraphs/kit/redis-event-bus.ts';
import { eventually } from '../../support/eventually.ts';
import { firstIn } from '../../support/gateway-program.ts';
import { describeWithRedis } from '../../support/needs-server.ts';
import { startCaseCompany } from './case-company.ts';
import type { CaseCompany, Who } from './case-company.ts';
import { openSocket } from './bare-socket.ts';
import { connect, whenOpen } from './test-subscriber.ts';
import type { Seen, TestSubscriber } from './test-subscriber.ts';

let company: CaseCompany;
let subscribers: TestSubscriber[] = [];

beforeAll(async () => {
  company = await startCaseCompany();
});
afterAll(() => company.stop());

/** Ends what a test subscribed to. */
const endAll = async (): Promise<void> => {
  await Promise.all(subscribers.map((subscriber) => subscriber.stop()));
  subscribers = [];
};

const connectAs = async (
  gateway: Pick<RunningGateway, 'url'>,
  who: Who = {},
): Promise<TestSubscriber> => {
  const subscriber = connect(gateway, await company.token({ scopes: ['score:read'], ...who }));
  subscribers.push(subscriber);
  return subscriber;
};

const CHANGED =
  'subscription Watch($division: ID) { caseChanged(division: $division) { id score } }';

const answered = (id: string) => ({ data: { caseChanged: { id, score: `score of ${id}` } } });

describe('subscriptions at a gateway that hears the rooms themselves', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await company.startGateway();
  });
  beforeEach(() => whenOpen(gateway, 0));
  afterEach(() => endAll());

  test('bring fields of every division; what is denied is null with its error, at each event', async () => {
    const subscriber = await connectAs(gateway);
    const all = subscriber.subscribe('subscription { changed: caseChanged { id score secret } }');
    const lending = subscriber.subscribe(CHANGED, { division: 'lending' });
    await whenOpen(gateway, 2);
    const ids = [
      await company.openCase(gateway, 'banking'),
      await company.openCase(gateway, 'lending'),
    ];
    await eventually(() => expect(all.results).toHaveLength(2));
    const forbidden = expect.objectContaining({
      path: ['changed', 'secret'],
      extensions: { code: 'FIELD_FORBIDDEN', at: 'changed.secret' },
    });
    expect(all.results).toEqual(
      ids.map((id) => ({
        data: { changed: { id, score: `score of ${id}`, secret: null } },
        errors: [forbidden],
      })),
    );
    await eventually(() => expect(lending.results).toEqual([answered(ids[1] ?? '')]));
  });

  test('show nothing of a case of another division, not even that it is there', async () => {
    const steward = { roles: ['steward'], division: 'lending' };
    const seen = (await connectAs(gateway, steward)).subscribe(CHANGED);
    await whenOpen(gateway, 1);
    await company.openCase(gateway, 'banking');
    const own = await company.openCase(gateway, 'lending');
    await eventually(() => expect(seen.results).toEqual([answered(own)]));
  });

  test('show nothing of a case of another team, to each of whom all else is the same', async () => {
    for (const team of ['cards', 'claims']) await company.registerTeam(gateway, team, team);
    const seenBy = async (teams: readonly string[]) => {
      const who = { roles: ['client-team'], teams };
      return (await connectAs(gateway, who)).subscribe(CHANGED);
    };
    const [cards, claims] = [await seenBy(['cards']), await seenBy(['claims'])];
    await whenOpen(gateway, 2);
    const ofCards = await company.openCase(gateway, 'cards');
    await company.openCase(gateway, 'lending');
    const ofClaims = await company.openCase(gateway, 'claims');
    await eventually(() => {
      expect(new Set(claims.results)).toEqual(new Set([answered(ofClaims)]));
      expect(new Set(cards.results)).toEqual(new Set([answered(ofCards)]));
    });
  });

  test('end with the token that they came with', async () => {
    const subscriber = await connectAs(gateway, { lifetimeSeconds: 4 });
    const seen = subscriber.subscribe(CHANGED);
    expect(await subscriber.closed).toEqual([4403, 'UNAUTHENTICATED: expired']);
    await whenOpen(gateway, 0);
    await company.openCase(gateway, 'banking');
    expect(seen.results).toEqual([]);
  });

  test('are refused as queries are', async () => {
    const subscriber = await connectAs(gateway);
    const refused = {
      TRANSPORT_NOT_ALLOWED: '{ cases { totalCount } }',
      GRAPHQL_VALIDATION_FAILED: 'subscription { caseChange { id } }',
      BAD_USER_INPUT: 'subscription ($division: ID!) { caseChanged(division: $division) { id } }',
      OPERATION_TOO_LARGE: `subscription { caseChanged { ${'id '.repeat(60)} } }`,
    };
    for (const [code, query] of Object.entries(refused)) {
      const seen = subscriber.subscribe(query);
      await eventually(() => expect(seen.ended).toEqual([code]));
    }
    const nobody = await connectAs(gateway, { roles: [] });
    const seen = nobody.subscribe(CHANGED);
    await eventually(() => expect(seen.ended).toEqual(['FIELD_FORBIDDEN']));
    const stranger = connect(gateway, null);
    stranger.subscribe(CHANGED);
    expect(await stranger.closed).toEqual([4401, 'UNAUTHENTICATED']);
  });

  test('come as server-sent events to who asks by POST, and need one of the two ways', async () => {
    const ask = async (accept: string, query: string) => {
      const authorization = `Bearer ${await company.token()}`;
      const headers = { accept, authorization, 'content-type': 'application/json' };
      return fetch(gateway.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
    };
    const response = await ask('text/event-stream', 'subscription { caseChanged { id } }');
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const id = await company.openCase(gateway, 'banking');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('data')) text += (await reader?.read())?.value ?? '';
    expect(text).toBe(`:\n\nevent: next\ndata: {"data":{"caseChanged":{"id":"${id}"}}}\n\n`);
    await reader?.cancel();

    const unknown = await ask('text/event-stream', 'subscription { caseChange { id } }');
    expect(unknown.status).toBe(400);
    // Nearly right, and no hint at what is there.
    expect(await unknown.text()).not.toContain('caseChanged');
    const plain = await ask('*/*', 'subscription { caseChanged { id } }');
    expect(plain.status).toBe(400);
    expect(await plain.text()).toContain('TRANSPORT_NOT_ALLOWED');
  });

  test('come from a room to the gateway only', async () => {
    const asked = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    const response = await fetch(new URL(ANNOUNCEMENTS_PATH, company.serviceUrl), asked);
    expect(response.status).toBe(401);
  });

  test('take a right away when a new policy does, of what is being answered as well', async () => {
    const seen = (await connectAs(gateway)).subscribe(CHANGED);
    await whenOpen(gateway, 1);
    const { asked, letGo } = company.holdScores();
    const ids = [await company.openCase(gateway, 'banking')];
    await asked;
    company.protectScore('score:none');
    await gateway.reload();
    letGo();
    ids.push(await company.openCase(gateway, 'banking'));
    await eventually(() => expect(seen.results).toHaveLength(2));
    expect(seen.results.map(({ data }) => data)).toEqual(
      ids.map((id) => ({ caseChanged: { id, score: null } })),
    );
    const code = 'FIELD_FORBIDDEN';
    expect(seen.results[0]?.errors?.[0]?.extensions).toMatchObject({ code });
    company.protectScore('score:read');
  });

  test('end with 1001 when the gateway does', async () => {
    const subscriber = await connectAs(gateway);
    subscriber.subscribe(CHANGED);
    await whenOpen(gateway, 1);
    await gateway.stop();
    expect(await subscriber.closed).toEqual([1001, 'SHUTTING_DOWN']);
  });
});

describeWithRedis('subscriptions at several gateways that share Redis', (redisUrl) => {
  let gateways: readonly RunningGateway[];
  let bus: EventBus;
  let id: string;
  beforeAll(async () => {
    bus = openRedisEventBus(redisUrl, pino({ level: 'silent' }));
    const start = (engine: GatewayConfig['engine']) =>
      company.startGateway((config) => ({
        ...config,
        ...{ redisUrl, engine },
        subscriptions: { ...config.subscriptions, waiting: 2 },
      }));
    gateways = [await start('native'), await start('reference')];
    id = await company.openCase(gateways[0] as RunningGateway, 'banking');
  });
  beforeEach(() => Promise.all(gateways.map((gateway) => whenOpen(gateway, 0))));
  afterEach(() => endAll());
  afterAll(() => bus.close());

  const tell = (keys: readonly string[]): Promise<void> =>
    bus.announce(
      keys.map((key): Announcement => {
        return { room: 'service', field: 'caseChanged', key, division: 'banking' };
      }),
    );

  test('come at each of them, on either engine', async () => {
    const all = await Promise.all(
      gateways.map(async (gateway) => {
        const seen = (await connectAs(gateway)).subscribe(CHANGED);
        await whenOpen(gateway, 1);
        return seen;
      }),
    );
    await tell([id]);
    await eventually(() =>
      expect(all.map(({ results }) => results)).toEqual([[answered(id)], [answered(id)]]),
    );
  });

  test('come at every worker of one, and end with their own worker only', async () => {
    const gateway = await company.startProgram({ REDIS_URL: redisUrl, WORKERS: '2' });
    try {
      const all: { readonly seen: Seen; isClosed: boolean }[] = [];
      for (let place = 0; place < 4; place += 1) {
        const subscriber = await connectAs(gateway);
        const one = { seen: subscriber.subscribe(CHANGED), isClosed: false };
        void subscriber.closed.then(() => (one.isClosed = true));
        all.push(one);
        await whenOpen(gateway, place + 1);
      }
      await tell([id]);
      await eventually(() => {
        for (const { seen } of all) expect(seen.results).toEqual([answered(id)]);
      });
      process.kill(Number(firstIn(gateway.said.log, /"processId":(\d+)/)), 'SIGKILL');
      await eventually(() => expect(all.filter(({ isClosed }) => isClosed)).toHaveLength(2));
      await tell([id]);
      const open = all.filter(({ isClosed }) => !isClosed);
      await eventually(() => {
        for (const { seen } of open) expect(seen.results).toHaveLength(2);
      });
    } finally {
      gateway.kill('SIGTERM');
      expect(await gateway.ended).toBe(0);
    }
  });

  test('end, and say why, when events come faster than they are taken', async () => {
    const [gateway] = gateways;
    if (gateway === undefined) throw new Error('There is no gateway.');
    const seen = (await connectAs(gateway)).subscribe(CHANGED);
    await whenOpen(gateway, 1);
    await tell(['1', '2', '3', '4', '5'].map((digit) => id.slice(0, -1) + digit));
    await eventually(() => expect(seen.ended).toEqual(['SUBSCRIPTION_TOO_SLOW']));
    await whenOpen(gateway, 0);
  });

  test('wait for who reads nothing of their socket, and end when too many wait', async () => {
    const [gateway] = gateways;
    if (gateway === undefined) throw new Error('There is no gateway.');
    const socket = await openSocket(gateway, await company.token({ scopes: ['score:read'] }));
    // As wide as it may be, so that what lies between the two is soon full.
    const wide = Array.from({ length: 40 }, (_, place) => `${'a'.repeat(1_500)}${place}: score`);
    socket.subscribe(`subscription { caseChanged { ${wide.join(' ')} } }`);
    await whenOpen(gateway, 1);
    await tell([id]);
    await eventually(() => expect(socket.received()).toHaveLength(1));
    socket.pause();
    for (let round = 0; round < 120; round += 1) {
      await tell([id]);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    // One object is one event, however often it changed meanwhile.
    await whenOpen(gateway, 1);
    await tell(['1', '2', '3', '4', '5'].map((digit) => id.slice(0, -1) + digit));
    await whenOpen(gateway, 0);
    expect(socket.received()).toHaveLength(1);
    socket.resume();
    await eventually(() => expect(socket.received().at(-1)).toContain('SUBSCRIPTION_TOO_SLOW'));
    // What was on its way came first; nothing that waited did.
    expect(socket.received().filter((text) => text.includes('"next"')).length).toBeGreaterThan(1);
    socket.close();
  });
});
