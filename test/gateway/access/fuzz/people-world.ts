import { composeWorld } from '../../execute/differential/world.ts';
import type { World } from '../../execute/differential/world.ts';
import { peopleSdl } from '../people-graph.ts';

/** The small graph that has one of everything which access can trip over. */
export function peopleWorld(): World {
  return composeWorld('people', peopleSdl);
}
