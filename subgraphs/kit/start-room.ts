import { ApolloServer, type ApolloServerOptions } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import fastify, { type FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { serveAnnouncements } from './announcement-stream.ts';
import { announcementsOf } from './announcements-of.ts';
import type { Caller } from './caller.ts';
import { systemClock, type Clock } from './clock.ts';
import { closeUnusedConnections } from './close-unused-connections.ts';
import { createCursorSeal } from './cursor-seal.ts';
import type { DatabasePool } from './database.ts';
import type { EventBus } from './event-bus.ts';
import { createFormatError } from './format-error.ts';
import type { Room as RoomSdl } from '../../schema/read-room.ts';
import { namedPolicies } from '../../schema/access/rules.ts';
import { readStewardContacts } from '../../schema/access/steward-contacts.ts';
import { createFieldGuard } from './field-guard.ts';
import { createGuard } from './guard.ts';
import { startOutboxRelay, type OutboxRelay } from './outbox-relay.ts';
import type { OpenRoom, Room, Settings } from './room.ts';
import { roomOwners } from './room-owners.ts';
import { roomRequirements } from './room-requirements.ts';
import { buildRoomSchema } from './room-schema.ts';
import { readRoomSdl } from './room-sdl.ts';
import { sealCursors } from './seal-cursors.ts';
import { awaited, whileAwaited } from './while-awaited.ts';

export interface StartRoomOptions {
  readonly database: DatabasePool;
  readonly events: EventBus;
  /** See `deriveRoomKey`. */
  readonly assertionKey: Uint8Array;
  /** 0 takes a free one. */
  readonly port: number;
  /** Defaults to the loopback address. */
  readonly host?: string;
  readonly clock?: Clock;
  readonly log: Logger;
  readonly settings: Settings;
  readonly dataDirectory: string;
}

export interface RunningRoom {
  readonly name: string;
  /** Where it answers GraphQL, e.g. `http://127.0.0.1:4102/graphql`. */
  readonly url: string;
  /**
   * Lets the room's events go. Rooms that share a process first subscribe, all of them: an event
   * published before its consumer is there would count as taken.
   */
  startPublishing(): void;
  /** Keeps later events in the outbox. Rooms that share a process stop publishing before any of them stops. */
  stopPublishing(): Promise<void>;
  /** Takes no new requests, finishes those under way, then its events. */
  stop(): Promise<void>;
}

/** Large enough for a batch of 500 imported records. */
const BODY_LIMIT = 16 * 1024 * 1024;

/** Opens a room's tables, starts its consumers and serves its graph. */
export async function startRoom(room: Room, options: StartRoomOptions): Promise<RunningRoom> {
  const { clock = systemClock } = options;
  const log = options.log.child({ room: room.name });
  const relay: { current: OutboxRelay | null } = { current: null };
  const open = await room.open({ ...options, clock, log, kick: () => relay.current?.kick() });
  const subscriptions = await Promise.all(
    open.consumers.map((consumer) => options.events.subscribe(consumer)),
  );
  const server = await serve(room, open, { ...options, clock, log });
  const address = await server.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
  const stopPublishing = async () => relay.current?.stop();
  return {
    name: room.name,
    url: `${address}/graphql`,
    startPublishing() {
      relay.current ??= startOutboxRelay({
        room: room.name,
        database: open.outbox,
        bus: options.events,
        announcementsOf: announcementsOf(readRoomSdl(room)),
        log,
        alone: options.database.kind === 'embedded',
      });
    },
    stopPublishing,
    async stop() {
      await server.close();
      await stopPublishing();
      await Promise.all(subscriptions.map((subscription) => subscription.stop()));
      await open.close();
    },
  };
}

interface ServeOptions extends StartRoomOptions {
  readonly clock: Clock;
}

async function serve(room: Room, open: OpenRoom, options: ServeOptions): Promise<FastifyInstance> {
  const http = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: 'idle' });
  closeUnusedConnections(http);
  const { log } = options;
  const sdl = readRoomSdl(room);
  const schema = servedSchema(room, sdl, options.assertionKey);
  const declared = {
    requirements: roomRequirements(sdl),
    owners: roomOwners(sdl, readStewardContacts()),
  };
  const apollo = new ApolloServer<{ readonly caller: Caller }>({
    schema,
    ...APOLLO_OPTIONS,
    formatError: createFormatError(room.name, log),
    plugins: [
      createFieldGuard({
        ...{ schema, ...declared, policies: namedPolicies, judges: room.judges, log },
      }),
      fastifyApolloDrainPlugin(http),
      ApolloServerPluginInlineTraceDisabled(),
    ],
  });
  await apollo.start();
  http.decorateRequest('rawBody', null as never);
  http.decorateRequest('caller', null);
  keepRawBody(http);
  const guard = createGuard({
    room: room.name,
    key: options.assertionKey,
    clock: options.clock,
    log: options.log,
  });
  serveAnnouncements(http, { room: room.name, bus: options.events, guard });
  http.get('/health', () => ({ status: 'ok', room: room.name }));
  http.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    preHandler: guard,
    handler: fastifyApolloHandler(apollo, {
      context: (request) => {
        if (request.caller === null)
          throw new Error('The guard lets no request through without a caller.');
        const isAwaited = awaited(request);
        const { caller } = request;
        return Promise.resolve({ ...open.contextFor(caller), caller, isAwaited });
      },
    }),
  });
  return http;
}

function servedSchema(room: Room, sdl: RoomSdl, key: Uint8Array): GraphQLSchema {
  const schema = buildRoomSchema(sdl, whileAwaited(room.resolvers));
  sealCursors(schema, createCursorSeal(key));
  return schema;
}

const APOLLO_OPTIONS = {
  includeStacktraceInErrorResponses: false,
  persistedQueries: false,
  // Browsers cannot make the assertion that the guard asks for.
  csrfPrevention: false,
  stopOnTerminationSignals: false,
} satisfies Partial<ApolloServerOptions<object>>;

function keepRawBody(http: FastifyInstance): void {
  http.addHook('onRequest', (request, _reply, done) => {
    request.rawBody = EMPTY;
    done();
  });
  http.removeContentTypeParser('application/json');
  http.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    request.rawBody = Buffer.isBuffer(body) ? body : Buffer.from(body);
    try {
      done(null, JSON.parse(request.rawBody.toString()));
    } catch {
      done(null, {});
    }
  });
}

const EMPTY = Buffer.alloc(0);
