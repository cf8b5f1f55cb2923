import { describe, expect, test } from '@jest/globals';
import { abandonmentRate } from '../../../../subgraphs/metrics/kpis/abandonment-rate.ts';
import { averageHandleTime } from '../../../../subgraphs/metrics/kpis/average-handle-time.ts';
import { csat } from '../../../../subgraphs/metrics/kpis/csat.ts';
import { kpiTrend } from '../../../../subgraphs/metrics/scorecard/kpi-trend.ts';

const line = (count: number, slope: number, noise: number) =>
  Array.from({ length: count }, (_, day) => ({
    day,
    value: 1 + slope * day + (day % 2 === 0 ? noise : -noise),
    n: 10,
  }));

describe('kpiTrend', () => {
  test('of a straight line is its slope in a week, without doubt', () => {
    const trend = kpiTrend(csat, line(20, 0.01, 0));
    expect(trend?.perWeek).toBeCloseTo(0.07, 9);
    expect(trend?.confidenceInterval.low).toBeCloseTo(0.07, 6);
    expect(trend?.verdict).toBe('IMPROVING');
  });

  test('says what is better', () => {
    expect(kpiTrend(abandonmentRate, line(20, 0.01, 0))?.verdict).toBe('WORSENING');
    expect(kpiTrend(abandonmentRate, line(20, -0.01, 0))?.verdict).toBe('IMPROVING');
    expect(kpiTrend(averageHandleTime, line(20, 0.01, 0))?.verdict).toBe('RISING');
    expect(kpiTrend(averageHandleTime, line(20, -0.01, 0))?.verdict).toBe('FALLING');
  });

  test('is steady where the slope may be chance', () => {
    expect(kpiTrend(csat, line(20, 0.001, 0.5))?.verdict).toBe('STEADY');
    expect(kpiTrend(csat, line(20, 0, 0))?.verdict).toBe('STEADY');
  });

  test('has the interval of an ordinary regression', () => {
    // x 0 to 9, y with residuals worked out by hand: slope 1, spread 82.5, t(8) = 2.306.
    const noise = [1, -1, 0, 0, 0, 0, 0, 0, -1, 1];
    const days = noise.map((error, day) => ({ day, value: day + error, n: 1 }));
    const margin = 2.306004 * Math.sqrt(4 / 8 / 82.5);
    const trend = kpiTrend(csat, days);
    expect(trend?.perWeek).toBeCloseTo(7, 9);
    expect(trend?.confidenceInterval.high).toBeCloseTo(7 * (1 + margin), 2);
  });

  test('weighs each day by what it rests on', () => {
    const days = line(20, 0.01, 0).map((day) =>
      day.day === 19 ? { ...day, value: 9, n: 0 } : day,
    );
    expect(kpiTrend(csat, days)?.perWeek).toBeCloseTo(0.07, 9);
  });

  test('of fewer than ten days, or of one day only, is none', () => {
    expect(kpiTrend(csat, line(9, 1, 0))).toBeNull();
    expect(
      kpiTrend(
        csat,
        line(20, 1, 0).map((day) => ({ ...day, day: 3 })),
      ),
    ).toBeNull();
  });
});
