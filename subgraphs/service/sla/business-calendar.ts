import { tzOffset } from '@date-fns/tz';

/** Counts the milliseconds in which a division works. Instants are epoch milliseconds. */
export interface BusinessCalendar {
  /** How long it was open between two instants; 0 when the second comes first. */
  between(from: number, to: number): number;
  /** The first instant by which it was open for so long since `from`; `from` itself when that is 0. */
  after(from: number, duration: number): number;
}

/** Open every moment of every day. */
export const ALWAYS_OPEN: BusinessCalendar = Object.freeze({
  between: (from: number, to: number) => Math.max(0, to - from),
  after: (from: number, duration: number) => from + duration,
});

/** Milliseconds since midnight on the wall clock, the second excluded. */
export type Span = readonly [from: number, to: number];

export interface OpeningHours {
  readonly timeZone: string;
  /** From Sunday; each day's spans in order and apart. At least one day has one. */
  readonly week: readonly (readonly Span[])[];
  /** Whether a local date, `2026-12-25`, is closed all day. */
  readonly isClosed: (date: string) => boolean;
}

const DAY = 86_400_000;
const MINUTE = 60_000;

/**
 * An instant is open when the clock on the division's wall shows an open time. So an hour that summer time
 * skips is worked by nobody, and one that comes twice is worked twice.
 */
export function businessCalendar(hours: OpeningHours): BusinessCalendar {
  const known = new Map<number, readonly Span[]>();
  const spansOf = (day: number): readonly Span[] => {
    const spans = known.get(day) ?? openSpans(day, hours);
    known.set(day, spans);
    return spans;
  };
  return Object.freeze({
    between(from: number, to: number) {
      let open = 0;
      for (let day = dayOf(from); day * DAY < to; day += 1) {
        for (const [start, end] of spansOf(day)) {
          open += Math.max(0, Math.min(end, to) - Math.max(start, from));
        }
      }
      return open;
    },
    after(from: number, duration: number) {
      if (duration <= 0) return from;
      let left = duration;
      for (let day = dayOf(from); ; day += 1) {
        for (const [start, end] of spansOf(day)) {
          const begin = Math.max(start, from);
          if (end - begin >= left) return begin + left;
          left -= Math.max(0, end - begin);
        }
      }
    },
  });
}

function dayOf(instant: number): number {
  return Math.floor(instant / DAY);
}

/** The open parts of one UTC day, in order. */
function openSpans(day: number, hours: OpeningHours): readonly Span[] {
  return steadyParts(day * DAY, hours.timeZone).flatMap(({ from, to, offset }) => {
    const [first, last] = [dayOf(from + offset), dayOf(to - 1 + offset)];
    const dates = first === last ? [first] : [first, last];
    return dates.flatMap((date) =>
      hoursOf(date, hours)
        .map(([start, end]): Span => [date * DAY + start - offset, date * DAY + end - offset])
        .map(([start, end]): Span => [Math.max(start, from), Math.min(end, to)])
        .filter(([start, end]) => start < end),
    );
  });
}

function hoursOf(date: number, { week, isClosed }: OpeningHours): readonly Span[] {
  const instant = new Date(date * DAY);
  return isClosed(instant.toISOString().slice(0, 10)) ? [] : (week[instant.getUTCDay()] ?? []);
}

interface Part {
  readonly from: number;
  readonly to: number;
  /** Milliseconds that the wall clock is ahead of UTC. */
  readonly offset: number;
}

/** A UTC day, cut where its zone's offset changes, which no zone does twice in a day. */
function steadyParts(start: number, timeZone: string): readonly Part[] {
  const end = start + DAY;
  const [before, after] = [offsetAt(timeZone, start), offsetAt(timeZone, end - MINUTE)];
  if (before === after) return [{ from: start, to: end, offset: before }];
  let [low, high] = [0, DAY / MINUTE - 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(timeZone, start + middle * MINUTE) === before) low = middle;
    else high = middle;
  }
  const change = start + high * MINUTE;
  return [
    { from: start, to: change, offset: before },
    { from: change, to: end, offset: after },
  ];
}

function offsetAt(timeZone: string, instant: number): number {
  return tzOffset(timeZone, new Date(instant)) * MINUTE;
}
