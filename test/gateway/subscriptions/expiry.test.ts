import { mock } from 'node:test';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { atExpiry } from '../../../gateway/subscriptions/expiry.ts';

const DAY_SECONDS = 86_400;
const { timers } = mock;
const clock = (): Date => new Date();
let ends = 0;
const end = (): void => void (ends += 1);

/** At most a day at once: what a timer starts when it fires counts from then on. */
function pass(seconds: number): void {
  for (let rest = seconds; rest > 0; rest -= DAY_SECONDS)
    timers.tick(Math.min(rest, DAY_SECONDS) * 1000);
}

beforeEach(() => {
  ends = 0;
  timers.enable({ apis: ['setTimeout', 'Date'], now: 0 });
});
afterEach(() => timers.reset());

test.each([
  ['has run out', -1],
  ['runs out soon', 5],
  ['lives longer than a timer can', 60 * DAY_SECONDS],
])('the end comes when a token does that %s', (_which, expiresAt) => {
  atExpiry(expiresAt, clock, end);
  if (expiresAt > 0) pass(expiresAt - 1);
  expect(ends).toBe(0);
  pass(1);
  expect(ends).toBe(1);
});

test('the end does not come when it is called off, whenever that is', () => {
  const callOff = atExpiry(60 * DAY_SECONDS, clock, end);
  pass(30 * DAY_SECONDS);
  callOff();
  pass(60 * DAY_SECONDS);
  expect(ends).toBe(0);
});
