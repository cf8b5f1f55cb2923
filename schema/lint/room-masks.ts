import { readMasks } from '../masks/read-masks.ts';
import type { Masks } from '../masks/read-masks.ts';
import type { Room } from '../read-room.ts';
import type { RoomGraph } from '../room-graph.ts';
import { both, NOTHING } from './requirement.ts';
import type { Requirement } from './requirement.ts';

/** The masks that a room's own SDL states. */
export function masksOfRoom({ document, federation, standards }: Room): Masks {
  const meaningOf = (name: string): string =>
    federation.meaningOf(name) ?? standards.meaningOf(name) ?? name;
  return readMasks(document, (name) => meaningOf(name) === 'mask');
}

/** What it takes to see each masked field as it is, in the eyes of all rooms together. */
export function seenBy(graph: RoomGraph): ReadonlyMap<string, Requirement> {
  const found = new Map<string, Requirement>();
  for (const room of graph.rooms) {
    for (const [coordinate, { scopes }] of masksOfRoom(room).byField) {
      const asked = scopes.map((list) => list.map((scope) => `scope:${scope}`));
      found.set(coordinate, both(found.get(coordinate) ?? NOTHING, asked));
    }
  }
  return found;
}
