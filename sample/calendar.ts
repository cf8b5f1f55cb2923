import type { Random } from './random.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const YEAR = 365 * DAY;

/** Milliseconds since 1970 as `2026-01-31`. */
export function dayText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Milliseconds since 1970 as RFC 3339 UTC, to the second. */
export function timeText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Midnight of a day, so many months on; the 31st becomes the last day of a shorter month. */
export function addMonths(at: number, months: number): number {
  const date = new Date(at);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const month = new Date(first);
  const days = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 0)).getUTCDate();
  return first + (Math.min(date.getUTCDate(), days) - 1) * DAY;
}

/** When people call and write: mostly on weekdays, mostly in the late morning and afternoon. */
export function contactTime(random: Random, from: number, to: number): number {
  for (let tries = 0; tries < 20; tries += 1) {
    const day = Math.floor((from + random.next() * (to - from)) / DAY) * DAY;
    const hour = 7 + 6.5 * (random.next() + random.next());
    const at = Math.floor((day + hour * HOUR) / 1_000) * 1_000;
    if (at < from || at >= to) continue;
    if (!isWeekend(at) || random.chance(0.2)) return at;
  }
  return Math.floor((from + random.next() * (to - from)) / 1_000) * 1_000;
}

function isWeekend(at: number): boolean {
  const weekday = new Date(at).getUTCDay();
  return weekday === 0 || weekday === 6;
}
