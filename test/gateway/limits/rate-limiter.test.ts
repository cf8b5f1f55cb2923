import { describe, expect, test } from '@jest/globals';

import { createTokenBuckets } from '../../../gateway/limits/rate-limiter.ts';

describe('the token buckets', () => {
  test('allow a burst, refuse more, and fill again with time', async () => {
    let now = 0;
    const limiter = createTokenBuckets({ requestsPerSecond: 2, burst: 3, now: () => now });
    const take = async (): Promise<string> => (await limiter.take('a')).kind;
    expect([await take(), await take(), await take()]).toEqual(['allowed', 'allowed', 'allowed']);
    expect(await limiter.take('a')).toEqual({ kind: 'refused', retryAfterSeconds: 1 });
    now += 500;
    expect([await take(), await take()]).toEqual(['allowed', 'refused']);
    now += 60_000;
    expect([await take(), await take(), await take(), await take()].pop()).toBe('refused');
  });

  test('one caller takes nothing from another', async () => {
    const limiter = createTokenBuckets({ requestsPerSecond: 1, burst: 1, now: () => 0 });
    await limiter.take('a');
    expect((await limiter.take('b')).kind).toBe('allowed');
  });

  test('a clock that goes back takes nothing away', async () => {
    let now = 10_000;
    const limiter = createTokenBuckets({ requestsPerSecond: 1, burst: 2, now: () => now });
    await limiter.take('a');
    now = 0;
    expect((await limiter.take('a')).kind).toBe('allowed');
  });
});
