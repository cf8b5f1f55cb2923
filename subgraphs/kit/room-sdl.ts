import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse, Source } from 'graphql';
import { roomOf, type Room as RoomSdl } from '../../schema/read-room.ts';
import type { Room } from './room.ts';

/** A room's SDL with the standards that it names, read from its file. Throws for what is no SDL. */
export function readRoomSdl({ name, schemaFile }: Pick<Room, 'name' | 'schemaFile'>): RoomSdl {
  const file = fileURLToPath(schemaFile);
  const written = parse(new Source(readFileSync(file, 'utf8'), file));
  // Who asks the room knows where it is; its SDL does not say.
  return roomOf({ name, url: '', file }, written);
}
