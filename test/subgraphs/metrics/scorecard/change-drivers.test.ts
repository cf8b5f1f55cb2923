import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  changeDrivers,
  type Part,
} from '../../../../subgraphs/metrics/scorecard/change-drivers.ts';

const part = (value: string, numerator: number, denominator: number): Part => ({
  ...{ value, numerator, denominator },
});

describe('changeDrivers', () => {
  test('more of the same is volume', () => {
    const before = [part('PHONE', 10, 100), part('WEB', 30, 100)];
    const after = before.map((one) =>
      part(one.value ?? '', 2 * one.numerator, 2 * one.denominator),
    );
    expect(changeDrivers(before, after)).toMatchObject({ total: 40, volume: 40, mix: 0, rate: 0 });
  });

  test('the same parts in other shares are mix', () => {
    const before = [part('PHONE', 10, 100), part('WEB', 30, 100)];
    const after = [part('PHONE', 5, 50), part('WEB', 45, 150)];
    const drivers = changeDrivers(before, after);
    expect(drivers?.total).toBe(10);
    expect(drivers?.volume).toBe(0);
    expect(drivers?.mix).toBeCloseTo(10, 9);
    expect(drivers?.rate).toBeCloseTo(0, 9);
  });

  test('a part that does worse is rate, and comes first', () => {
    const before = [part('PHONE', 10, 100), part('WEB', 30, 100)];
    const after = [part('PHONE', 10, 100), part('WEB', 50, 100)];
    const drivers = changeDrivers(before, after);
    expect(drivers).toMatchObject({ total: 20, volume: 0, mix: 0, rate: 20 });
    expect(drivers?.parts[0]).toMatchObject({ value: 'WEB', rateBefore: 0.3, rateAfter: 0.5 });
  });

  test('a part that is new brings its own rate beyond the whole, one that is gone its mix', () => {
    const before = [part('PHONE', 10, 100), part('POST', 60, 100)];
    const after = [part('PHONE', 10, 100), part('CHAT', 50, 100)];
    const drivers = changeDrivers(before, after);
    expect(drivers?.parts).toEqual([
      expect.objectContaining({ value: 'POST', mix: expect.closeTo(-25, 9), rateAfter: null }),
      expect.objectContaining({ value: 'CHAT', rate: expect.closeTo(15, 9) }),
      expect.objectContaining({ value: 'PHONE', mix: expect.closeTo(0, 9) }),
    ]);
    expect(drivers?.total).toBe(-10);
  });

  test('volume, mix and rate always add up to the change', () => {
    const value = fc.constantFrom('PHONE', 'WEB', 'CHAT', 'POST', null);
    const made = fc.uniqueArray(
      fc.record({ value, numerator: fc.nat(1000), denominator: fc.integer({ min: 1, max: 1000 }) }),
      { selector: (one) => one.value, minLength: 1 },
    );
    fc.assert(
      fc.property(made, made, (before, after) => {
        const drivers = changeDrivers(before, after);
        const { total = NaN, volume = NaN, mix = NaN, rate = NaN } = drivers ?? {};
        expect(volume + mix + rate).toBeCloseTo(total, 6);
      }),
    );
  });

  test('nothing before, or nothing after, is no change to take apart', () => {
    expect(changeDrivers([], [part('WEB', 1, 2)])).toBeNull();
    expect(changeDrivers([part('WEB', 1, 2)], [])).toBeNull();
  });
});
