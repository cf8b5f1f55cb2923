import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { RowRule } from '../../schema/access/row-rule.ts';
import type { AnyDomainEvent, EventType } from '../../schema/events.ts';
import type { Caller } from './caller.ts';
import type { Clock } from './clock.ts';
import type { DatabasePool } from './database.ts';
import type { EventConsumer } from './event-bus.ts';
import type { KitTables } from './kit-migration.ts';
import type { Resolvers } from './resolvers.ts';
import { openRoomDatabase, type Migration } from './room-database.ts';

/** What a division writes: its graph, its tables, its services and how they answer. */
export interface RoomDefinition<Tables, Services, RequestContext extends object> {
  /** Also the database schema, the assertion's audience and the name in supergraph.yaml. */
  readonly name: string;
  readonly schemaFile: URL;
  readonly migrations: readonly Migration[];
  /** Called once, after the migrations. */
  open(environment: RoomEnvironment<Tables>): Promise<Services>;
  close?(services: Services): Promise<void>;
  /** Called once a request, so that loaders never outlive one. */
  contextFor(services: Services, caller: Caller): RequestContext;
  readonly resolvers: Resolvers;
  /** The rules about objects that its resolvers apply; one that its SDL names and is not here keeps it from starting. */
  readonly judges?: readonly RowRule[];
  readonly consumes?: readonly RoomConsumer<Services>[];
}

interface RoomConsumer<Services> {
  readonly types: readonly EventType[];
  handle(services: Services, events: readonly AnyDomainEvent[]): Promise<void>;
}

/** What a room is given. */
export interface RoomEnvironment<Tables> {
  readonly database: Kysely<Tables>;
  readonly clock: Clock;
  readonly log: Logger;
  /** The process environment, read once. */
  readonly settings: Settings;
  readonly dataDirectory: string;
  /** Tells the outbox that events wait. */
  readonly kick: () => void;
}

export type Settings = Readonly<Record<string, string | undefined>>;

/** The context of a room's resolvers. */
export type RoomContext<Services, RequestContext extends object = object> = RequestContext & {
  readonly caller: Caller;
  readonly services: Services;
};

/** A room that can be started, its types closed over. */
export interface Room {
  readonly name: string;
  readonly schemaFile: URL;
  readonly resolvers: Resolvers;
  readonly judges: readonly RowRule[];
  open(host: RoomHost): Promise<OpenRoom>;
}

export interface RoomHost {
  readonly database: DatabasePool;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: Settings;
  readonly dataDirectory: string;
  readonly kick: () => void;
}

export interface OpenRoom {
  readonly outbox: Kysely<KitTables>;
  readonly consumers: readonly EventConsumer[];
  contextFor(caller: Caller): object;
  close(): Promise<void>;
}

export function defineRoom<Tables, Services, RequestContext extends object>(
  definition: RoomDefinition<Tables, Services, RequestContext>,
): Room {
  const { name, schemaFile, resolvers, judges = [] } = definition;
  return Object.freeze({
    name,
    schemaFile,
    resolvers,
    judges,
    open: (host: RoomHost) => openRoom(definition, host),
  });
}

async function openRoom<Tables, Services, RequestContext extends object>(
  definition: RoomDefinition<Tables, Services, RequestContext>,
  host: RoomHost,
): Promise<OpenRoom> {
  const { name, migrations } = definition;
  const database = await openRoomDatabase<Tables>(host.database, name, migrations);
  const services = await definition.open({ ...host, database });
  const consumers = (definition.consumes ?? []).map((consumer) => ({
    name,
    types: consumer.types,
    handle: (events: readonly AnyDomainEvent[]) => consumer.handle(services, events),
  }));
  return {
    // The kit's tables are in every room's schema, beside those the room declares.
    outbox: database as unknown as Kysely<KitTables>,
    consumers,
    contextFor: (caller) => ({ ...definition.contextFor(services, caller), caller, services }),
    close: () => definition.close?.(services) ?? Promise.resolve(),
  };
}
