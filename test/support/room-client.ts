import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import {
  ASSERTION_HEADER,
  deriveRoomKey,
  hashBody,
  signAssertion,
  type AssertionClaims,
} from '../../schema/assertion.ts';
import { readRoleScopes } from '../../gateway/auth/role-scopes.ts';
import type { Caller } from '../../subgraphs/kit/caller.ts';
import { systemClock, type Clock } from '../../subgraphs/kit/clock.ts';
import type { DatabasePool } from '../../subgraphs/kit/database.ts';
import type { EventBus } from '../../subgraphs/kit/event-bus.ts';
import { openInProcessEventBus } from '../../subgraphs/kit/in-process-event-bus.ts';
import type { Room, Settings } from '../../subgraphs/kit/room.ts';
import { startRoom } from '../../subgraphs/kit/start-room.ts';
import { openAnyDatabase } from './any-database.ts';

const SECRET = 'a secret that only tests know';

/**
 * Those of all roles: what a room does is tested by somebody who may ask for all of it, of one division or team where
 * the test says so.
 */
const EVERY_SCOPE = Object.freeze(
  [...new Set([...readRoleScopes().values()].flat())]
    .filter((scope) => scope !== 'division:every' && scope !== 'team:own')
    .sort(),
);

/** A room under test, asked over real HTTP with real assertions. */
export interface TestRoom {
  readonly url: string;
  readonly database: DatabasePool;
  readonly events: EventBus;
  ask(query: string, variables?: object, caller?: Partial<Caller>): Promise<Answer>;
  /** As the gateway asks for entities: `selection` without braces. */
  asEntities(
    type: string,
    representations: readonly object[],
    selection: string,
    caller?: Partial<Caller>,
  ): Promise<Answer<{ _entities: readonly (Record<string, any> | null)[] }>>;
  stop(): Promise<void>;
}

/** Test answers are read field by field, so they are as loose as JSON. */
export interface Answer<Data = Record<string, any>> {
  readonly data: Data;
  readonly errors?: readonly {
    message: string;
    path?: (string | number)[];
    extensions: Record<string, unknown>;
  }[];
}

export interface TestRoomOptions {
  /** Defaults to a fresh PGlite, closed with the room. One that is given stays open. */
  readonly database?: DatabasePool;
  readonly events?: EventBus;
  readonly clock?: Clock;
  readonly settings?: Settings;
  readonly log?: Logger;
  /** Defaults to a temporary one, removed with the room. */
  readonly dataDirectory?: string;
}

export async function startTestRoom(room: Room, options: TestRoomOptions = {}): Promise<TestRoom> {
  const database = options.database ?? (await openAnyDatabase());
  const events = options.events ?? openInProcessEventBus();
  const temporary = await mkdtemp(join(tmpdir(), 'switchboard-room-'));
  const clock = options.clock ?? systemClock;
  const running = await startRoom(room, {
    database,
    events,
    assertionKey: deriveRoomKey(SECRET, room.name),
    port: 0,
    clock,
    log: options.log ?? pino({ level: 'silent' }),
    settings: options.settings ?? {},
    dataDirectory: options.dataDirectory ?? temporary,
  });
  running.startPublishing();
  const ask = createAsk(room.name, running.url, clock);
  return {
    url: running.url,
    database,
    events,
    ask,
    asEntities: async (type, representations, selection, caller) => {
      const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${selection} } } }`;
      const r = representations.map((fields) => ({ __typename: type, ...fields }));
      const answer = await ask(query, { r }, caller);
      return answer as Answer<{ _entities: readonly (Record<string, any> | null)[] }>;
    },
    async stop() {
      await running.stop();
      if (options.database === undefined) await database.close();
      await rm(temporary, { recursive: true, force: true });
    },
  };
}

function createAsk(room: string, url: string, clock: Clock): TestRoom['ask'] {
  return async (query, variables = {}, caller = {}) => {
    const body = JSON.stringify({ query, variables });
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [ASSERTION_HEADER]: signFor(room, body, clock, caller),
      },
      body,
    });
    return (await response.json()) as Answer;
  };
}

/** A valid assertion, with whatever claims a test wants to be different. */
export function signFor(
  room: string,
  body: string,
  clock: Clock = systemClock,
  changes: Partial<Caller & AssertionClaims> = {},
): string {
  const now = Math.floor(clock().getTime() / 1000);
  const { subject = 'test-caller', ...claims } = changes;
  return signAssertion(
    {
      sub: subject,
      aud: room,
      iat: now,
      exp: now + 30,
      jti: randomUUID(),
      bodyHash: hashBody(body),
      roles: [],
      scopes: EVERY_SCOPE,
      division: null,
      teams: [],
      purpose: 'service',
      ...claims,
    },
    deriveRoomKey(SECRET, room),
  );
}
