/** A stretch of time, its end not included. */
export interface Stretch {
  readonly start: Date;
  readonly end: Date;
}

/** A period taken apart: whole days that are summed already, but for some, and what is read from the facts. */
export interface SplitPeriod {
  readonly summed: Stretch;
  /** Days within `summed` that are read from the facts, sorted. */
  readonly without: readonly string[];
  readonly facts: readonly Stretch[];
}

/** Splits a period by the days, `2026-01-31`, of which the sums are out of date. */
export function splitPeriod(period: Stretch, stale: readonly string[]): SplitPeriod {
  const summed = wholeDays(period);
  if (summed.start >= summed.end) {
    return { summed: { start: period.end, end: period.end }, without: [], facts: [period] };
  }
  const days = stale.filter((day) => at(day) >= summed.start && at(day) < summed.end).sort();
  const stretches = stretchesOf(days);
  const few = stretches.length > MOST_STRETCHES ? hull(stretches) : stretches;
  const edges = [
    { start: period.start, end: summed.start },
    { start: summed.end, end: period.end },
  ];
  const facts = [...edges, ...few].filter(({ start, end }) => start < end);
  return { summed, without: few.flatMap(daysOf), facts };
}

/** Each is a query of its own within the statement. */
const MOST_STRETCHES = 8;

const DAY = 86_400_000;

function wholeDays({ start, end }: Stretch): Stretch {
  return {
    start: new Date(Math.ceil(start.getTime() / DAY) * DAY),
    end: new Date(Math.floor(end.getTime() / DAY) * DAY),
  };
}

function at(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** Days in order, those that follow one another as one stretch. */
export function stretchesOf(days: readonly string[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const day of days) {
    const start = at(day);
    const end = new Date(start.getTime() + DAY);
    const last = stretches.at(-1);
    if (last?.end.getTime() === start.getTime()) {
      stretches.splice(-1, 1, { start: last.start, end });
    } else stretches.push({ start, end });
  }
  return stretches;
}

function hull(stretches: readonly Stretch[]): readonly Stretch[] {
  const [first, last] = [stretches[0], stretches.at(-1)];
  return first === undefined || last === undefined ? [] : [{ start: first.start, end: last.end }];
}

function daysOf({ start, end }: Stretch): readonly string[] {
  const count = Math.round((end.getTime() - start.getTime()) / DAY);
  return Array.from({ length: count }, (_, place) =>
    new Date(start.getTime() + place * DAY).toISOString().slice(0, 'YYYY-MM-DD'.length),
  );
}
