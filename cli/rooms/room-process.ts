import { pino, type Logger } from 'pino';
import { deriveRoomKey } from '../../schema/assertion.ts';
import { openDatabase, type DatabasePool } from '../../subgraphs/kit/database.ts';
import type { EventBus } from '../../subgraphs/kit/event-bus.ts';
import { openEventBus } from '../../subgraphs/kit/open-event-bus.ts';
import type { Room, Settings } from '../../subgraphs/kit/room.ts';
import { startRoom, type RunningRoom } from '../../subgraphs/kit/start-room.ts';
import { databaseSettings } from './database-settings.ts';

export interface RoomProcess {
  /** Room name -> where it answers GraphQL. */
  readonly urls: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** Where a room of the given name listens; 0 takes a free port. */
export type PortOf = (room: string) => number;

/**
 * Starts rooms in this process over one database and one event bus.
 *
 * Settings: DATABASE_URL (else an embedded database under DATA_DIR), REDIS_URL (else events stay in this
 * process), ASSERTION_KEY (one room's, base64url) or ASSERTION_SECRET (any room's), ROOM_HOST, LOG_LEVEL.
 */
export async function startRoomProcess(
  rooms: readonly Room[],
  settings: Settings,
  portOf: PortOf,
): Promise<RoomProcess> {
  // Before anything is opened: a room that cannot know the gateway is of no use.
  const keyed = rooms.map((room) => ({
    room,
    assertionKey: readAssertionKey(settings, room.name),
  }));
  const log = pino({ level: settings['LOG_LEVEL'] ?? 'info' });
  const dataDirectory = settings['DATA_DIR'] ?? '.data';
  const database = await openDatabase(databaseSettings(settings, dataDirectory));
  const events = openEventBus(settings, log);
  const running: RunningRoom[] = [];
  for (const { room, assertionKey } of keyed) {
    const options = { database, events, log, settings, dataDirectory };
    const port = portOf(room.name);
    running.push(await startRoom(room, { ...options, port, assertionKey, ...hostOf(settings) }));
  }
  for (const room of running) room.startPublishing();
  return {
    urls: Object.fromEntries(running.map((room) => [room.name, room.url])),
    stop: () => stopAll(running, { events, database, log }),
  };
}

function hostOf(settings: Settings): { readonly host?: string } {
  const host = settings['ROOM_HOST'];
  return host === undefined ? {} : { host };
}

function readAssertionKey(settings: Settings, room: string): Uint8Array {
  const key = settings['ASSERTION_KEY'];
  if (key !== undefined) return Buffer.from(key, 'base64url');
  const secret = settings['ASSERTION_SECRET'];
  if (secret !== undefined && secret.length >= 32) return deriveRoomKey(secret, room);
  throw new Error(
    'A room needs ASSERTION_KEY, or ASSERTION_SECRET with at least 32 characters, to know the gateway, ' +
      `but got: ${secret === undefined ? 'neither' : `a secret of ${secret.length}`}.`,
  );
}

interface Shared {
  readonly events: EventBus;
  readonly database: DatabasePool;
  readonly log: Logger;
}

async function stopAll(running: readonly RunningRoom[], shared: Shared): Promise<void> {
  await Promise.all(running.map((room) => room.stopPublishing()));
  await Promise.all(running.map((room) => room.stop()));
  await shared.events.close();
  await shared.database.close();
  shared.log.info('rooms stopped');
}
