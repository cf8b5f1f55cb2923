import { describe, expect, test } from '@jest/globals';
import { splitPeriod } from '../../../../subgraphs/metrics/rollups/split-period.ts';

const at = (text: string) => new Date(`2026-01-${text}Z`);
const WEEK = { start: at('05T00:00:00'), end: at('12T00:00:00') };

describe('splitPeriod', () => {
  test('takes marked days that follow one another out as one stretch', () => {
    const { without, facts } = splitPeriod(WEEK, ['2026-01-07', '2026-01-06', '2026-01-20']);
    expect(without).toEqual(['2026-01-06', '2026-01-07']);
    expect(facts).toEqual([{ start: at('06T00:00:00'), end: at('08T00:00:00') }]);
  });

  test('reads the parts of days at its edges from the facts', () => {
    const { summed, facts } = splitPeriod({ start: at('05T06:00:00'), end: at('08T12:00:00') }, []);
    expect(summed).toEqual({ start: at('06T00:00:00'), end: at('08T00:00:00') });
    expect(facts).toEqual([
      { start: at('05T06:00:00'), end: at('06T00:00:00') },
      { start: at('08T00:00:00'), end: at('08T12:00:00') },
    ]);
  });

  test('without a whole day has facts only', () => {
    const hours = { start: at('05T06:00:00'), end: at('06T05:00:00') };
    expect(splitPeriod(hours, ['2026-01-05'])).toMatchObject({ without: [], facts: [hours] });
  });

  test('reads many scattered days as one stretch, and no day in it twice', () => {
    const marked = Array.from({ length: 10 }, (_, place) => `2026-01-${10 + 2 * place}`);
    const year = { start: at('01T00:00:00'), end: new Date('2027-01-01T00:00:00Z') };
    const { without, facts } = splitPeriod(year, marked);
    expect(facts).toEqual([{ start: at('10T00:00:00'), end: at('29T00:00:00') }]);
    expect(without).toHaveLength(19);
  });
});
