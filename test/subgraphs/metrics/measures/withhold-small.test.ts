import { describe, expect, test } from '@jest/globals';
import { csat } from '../../../../subgraphs/metrics/kpis/csat.ts';
import { firstReplyTime } from '../../../../subgraphs/metrics/kpis/first-reply-time.ts';
import type { MeasuredKpi } from '../../../../subgraphs/metrics/measures/measure-kpis.ts';
import { showAll, withholdSmall } from '../../../../subgraphs/metrics/measures/withhold-small.ts';
import type { Kpi } from '../../../../subgraphs/metrics/model.ts';

function measured(n: number, also: { kpi?: Kpi; group?: string; open?: number } = {}): MeasuredKpi {
  const { kpi = csat, group = `of ${n}`, open = null } = also;
  const spread = { confidenceInterval: { low: 0, high: 1, level: 0.95 }, percentiles: null };
  return { kpi, group: [group], value: 0.5, numerator: n / 2, denominator: n, n, ...spread, open };
}

const hidden = (groups: readonly MeasuredKpi[]) =>
  withholdSmall(groups).map(({ n, withheld }) => [n, withheld]);

describe('withholdSmall', () => {
  test('55. takes every number out of groups of one to four', () => {
    const [four] = withholdSmall([measured(4)]);
    expect(four).toEqual({
      ...{ kpi: csat, group: ['of 4'], withheld: true, n: 0 },
      ...{ value: null, numerator: null, denominator: null },
      ...{ confidenceInterval: null, percentiles: null, open: null },
    });
    expect(hidden([measured(1), measured(4), measured(5), measured(0)])).toEqual([
      [0, true],
      [0, true],
      [5, false],
      [0, false],
    ]);
  });

  test('takes the next smallest with small groups that are fewer than five together', () => {
    expect(hidden([measured(1), measured(90), measured(2), measured(20)])).toEqual([
      [0, true],
      [90, false],
      [0, true],
      [0, true],
    ]);
  });

  test('takes the next smallest with a small group that stands alone', () => {
    expect(hidden([measured(90), measured(3), measured(20)])).toEqual([
      [90, false],
      [0, true],
      [0, true],
    ]);
  });

  test('judges each KPI for itself', () => {
    const others = [measured(7, { kpi: firstReplyTime }), measured(8, { kpi: firstReplyTime })];
    expect(hidden([measured(3), ...others])).toEqual([
      [0, true],
      [7, false],
      [8, false],
    ]);
  });

  test('hides how few still wait', () => {
    const waiting = [0, 1, 4, 5].map((open) => measured(9, { kpi: firstReplyTime, open }));
    expect(withholdSmall(waiting).map(({ open }) => open)).toEqual([0, null, null, 5]);
  });
});

test('showAll shows all', () => {
  expect(showAll([measured(1)])).toEqual([{ ...measured(1), withheld: false }]);
});
