import { describe, expect, test } from '@jest/globals';
import { Random } from '../../sample/random.ts';

const draw = (random: Random, count = 20_000) => Array.from({ length: count }, () => random.next());
const mean = (values: readonly number[]) =>
  values.reduce((sum, one) => sum + one, 0) / values.length;

describe('chance', () => {
  test('is the same for the same seed and part, and another for others', () => {
    expect(draw(new Random('a'), 5)).toEqual(draw(new Random('a'), 5));
    expect(draw(new Random('a'), 5)).not.toEqual(draw(new Random('b'), 5));
    expect(draw(new Random('a').fork('x'), 5)).not.toEqual(draw(new Random('a').fork('y'), 5));
  });

  test('of a part does not depend on what was drawn before', () => {
    const random = new Random('a');
    const early = draw(random.fork('x'), 5);
    draw(random, 100);
    expect(draw(random.fork('x'), 5)).toEqual(early);
  });

  test('spreads evenly from 0 to 1', () => {
    const values = draw(new Random('even'));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const share =
        values.filter((value) => Math.floor(value * 10) === tenth).length / values.length;
      expect(share).toBeCloseTo(0.1, 1);
    }
  });

  test('picks by weight', () => {
    const random = new Random('weights');
    const picks = Array.from({ length: 10_000 }, () =>
      random.weighted({ often: 9, seldom: 1, never: 0 }),
    );
    expect(picks.filter((pick) => pick === 'often').length / picks.length).toBeCloseTo(0.9, 1);
    expect(picks).not.toContain('never');
  });

  test('makes normal and skewed values about their middle', () => {
    const random = new Random('normal');
    const normal = Array.from({ length: 10_000 }, () => random.normal());
    expect(mean(normal)).toBeCloseTo(0, 1);
    expect(mean(normal.map((value) => value ** 2))).toBeCloseTo(1, 1);
    const skewed = Array.from({ length: 10_000 }, () => random.skewed(100, 1)).sort(
      (a, b) => a - b,
    );
    expect((skewed[5_000] ?? 0) / 100).toBeCloseTo(1, 1);
  });

  test('shuffles without losing anything', () => {
    const shuffled = new Random('shuffle').shuffled([1, 2, 3, 4, 5]);
    expect(shuffled.toSorted()).toEqual([1, 2, 3, 4, 5]);
    expect(() => new Random('none').pick([])).toThrow('something to pick from');
  });
});
