import { describe, expect, test } from '@jest/globals';
import { readBenchOptions } from '../../bench/bench-options.ts';
import { nameOf } from '../../bench/contestants/contestant.ts';
import { allWorkloads } from '../../bench/workloads/all-workloads.ts';

const read = (...args: readonly string[]) => readBenchOptions(args, allWorkloads);

describe('the options of the bench', () => {
  test('without any mean every workload and every gateway', () => {
    const { workloads, contestants, pinned, rounds, profile } = read();
    expect(workloads.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd']);
    expect(contestants).toHaveLength(11);
    expect({ pinned, rounds, profile }).toEqual({ pinned: true, rounds: 5, profile: null });
  });

  test('choose engines and what they share; those that can share nothing stay', () => {
    const { contestants } = read('--engines', 'native,reference,apollo', '--sharing', 'requests');
    expect(contestants.map(nameOf)).toEqual([
      'reference / nothing',
      'apollo / nothing',
      'native / requests',
    ]);
  });

  test('give several workers all cores', () => {
    const { contestants, pinned } = read(
      '--engines',
      'native',
      '--sharing',
      'nothing',
      '--workers',
      '1,2',
    );
    expect(contestants.map(nameOf)).toEqual(['native / nothing', 'native / nothing / 2 workers']);
    expect(pinned).toBe(false);
  });

  test.each([
    [['--workload', 'a,x'], '--workload must list some of a, b, c, d, but got: "x".'],
    [['--rounds', '0'], '--rounds must be a number above 0 and up to 100, but got: "0".'],
    [['--seconds', 'soon'], '--seconds must be a number above 0 and up to 60, but got: "soon".'],
  ])('refuse %j', (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });
});
