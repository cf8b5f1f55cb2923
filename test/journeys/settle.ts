import { expect } from '@jest/globals';
import type { House } from '../support/house.ts';

const LOOK_EVERY_MS = 1_000;
const LOOKS = 3;

/** Waits until all events have been counted: several looks in a row agree, and go on agreeing for `forMs`. */
export async function settle(house: House, forMs = 0): Promise<void> {
  const looks = LOOKS + Math.ceil(forMs / LOOK_EVERY_MS);
  let same = 0;
  let last = '';
  for (let look = 0; look < 240 && same < looks; look++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const answer = await house.ask('{ metricsFreshness { events } }', {}, 'analyst');
    const events = JSON.stringify(answer.data?.['metricsFreshness'] ?? null);
    same = events === last && events !== 'null' ? same + 1 : 0;
    last = events;
  }
  expect(same).toBe(looks);
}
