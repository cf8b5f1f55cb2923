import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UsedAssertions } from '../../../subgraphs/kit/used-assertions.ts';

const NOW = 1_700_000_000;

describe('used assertions', () => {
  test('let each in once until it expires', () => {
    const used = new UsedAssertions(10);
    const claims = { jti: 'a', exp: NOW + 30 };
    expect(used.use(claims, NOW)).toBe('first');
    expect(used.use(claims, NOW)).toBe('repeated');
    expect(used.use(claims, NOW + 29.999)).toBe('repeated');
    expect(used.use({ ...claims, jti: 'b' }, NOW)).toBe('first');
  });

  test('remember a part of a second to its end', () => {
    const used = new UsedAssertions(10);
    const claims = { jti: 'a', exp: NOW + 0.5 };
    expect(used.use(claims, NOW)).toBe('first');
    expect(used.use(claims, NOW + 0.4)).toBe('repeated');
  });

  test('accept no more than they can remember, and more when the old ones have expired', () => {
    const used = new UsedAssertions(2);
    const use = (jti: string, exp: number, now: number) => used.use({ jti, exp }, now);
    expect(use('a', NOW + 10, NOW)).toBe('first');
    expect(use('b', NOW + 20, NOW)).toBe('first');
    expect(use('c', NOW + 30, NOW + 9)).toBe('not-remembered');
    expect(use('b', NOW + 20, NOW + 9)).toBe('repeated');
    expect(use('c', NOW + 30, NOW + 10)).toBe('first');
    expect(use('d', NOW + 30, NOW + 10)).toBe('not-remembered');
  });

  test('forget nothing that is alive when the clock goes back', () => {
    const used = new UsedAssertions(10);
    expect(used.use({ jti: 'a', exp: NOW + 30 }, NOW + 5)).toBe('first');
    expect(used.use({ jti: 'b', exp: NOW + 20 }, NOW - 5)).toBe('first');
    expect(used.use({ jti: 'a', exp: NOW + 30 }, NOW + 6)).toBe('repeated');
    expect(used.use({ jti: 'b', exp: NOW + 20 }, NOW + 6)).toBe('repeated');
  });

  test('never let one in twice, whatever comes in whatever order', () => {
    const coming = fc.record({ id: fc.nat(5), life: fc.integer({ min: 1, max: 30 }) });
    fc.assert(
      fc.property(fc.array(coming), fc.array(fc.nat(3)), (arrivals, pauses) => {
        const used = new UsedAssertions(1_000);
        const seen = new Set<string>();
        let now = NOW;
        for (const [place, { id, life }] of arrivals.entries()) {
          now += pauses[place] ?? 0;
          // The same id never comes with another expiry: both are signed together.
          const claims = { jti: `${id}:${life}`, exp: NOW + life };
          if (claims.exp <= now) continue;
          expect(used.use(claims, now)).toBe(seen.has(claims.jti) ? 'repeated' : 'first');
          seen.add(claims.jti);
        }
      }),
    );
  });
});
