import { describe, expect, test } from '@jest/globals';
import { addMonths, contactTime, DAY, dayText, timeText } from '../../sample/calendar.ts';
import { Random } from '../../sample/random.ts';

describe('the calendar', () => {
  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-05-10', 0, '2026-05-10'],
  ])('%s and %d months is %s', (day, months, expected) => {
    expect(dayText(addMonths(Date.parse(day), months))).toBe(expected);
  });

  test('times are RFC 3339 to the second', () => {
    expect(timeText(Date.parse('2026-01-31T10:20:30.456Z'))).toBe('2026-01-31T10:20:30Z');
  });

  test('contacts come within the time given, mostly on weekdays', () => {
    const random = new Random('contacts');
    const from = Date.parse('2026-01-01T00:00:00Z');
    const to = from + 200 * DAY;
    const times = Array.from({ length: 2_000 }, () => contactTime(random, from, to));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(from);
    expect(Math.max(...times)).toBeLessThan(to);
    const weekend = times.filter((at) => [0, 6].includes(new Date(at).getUTCDay()));
    expect(weekend.length / times.length).toBeLessThan(0.12);
    expect(contactTime(random, to - 5_000, to)).toBeGreaterThanOrEqual(to - 5_000);
  });
});
