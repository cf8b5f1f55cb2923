import { DomainError } from '../kit/domain-error.ts';
import { KPI_CATALOGUE } from './kpis/catalogue.ts';
import type { Kpi, KpiDimension, Scope, Window } from './model.ts';

/** Arguments of `kpis`, as the graph's types let them come. */
export interface KpiArguments {
  readonly division?: string | null;
  /** `2026-01-31`. */
  readonly from: string;
  readonly to: string;
  readonly names?: readonly string[] | null;
  readonly groupBy?: readonly KpiDimension[] | null;
  readonly filter?: { readonly channel?: string | null; readonly caseType?: string | null } | null;
}

/** What is asked for, checked. BAD_USER_INPUT names the argument, what was expected and what came. */
export function readScope(args: KpiArguments, now: Date): Scope {
  const start = dayStart(args.from);
  const end = new Date(dayStart(args.to).getTime() + MILLISECONDS_A_DAY);
  if (start >= end) throw refused('to', `a day not before "from" (${args.from})`, args.to);
  const groupBy = [...new Set(args.groupBy ?? [])];
  if (groupBy.includes('HOUR') && end.getTime() - start.getTime() > MOST_HOURS * 3_600_000) {
    throw refused('groupBy', `HOUR over at most ${MOST_HOURS / 24} days`, 'a longer period');
  }
  return Object.freeze({
    division: args.division ?? null,
    start,
    end,
    now,
    windows: windowsOf(groupBy, start, end),
    groupBy,
    channel: args.filter?.channel ?? null,
    caseType: readCaseType(args.filter?.caseType ?? null),
  });
}

/** The KPIs asked for, in the catalogue's order; all of them when no names are given. */
export function readNames(names: readonly string[] | null | undefined): readonly Kpi[] {
  if (names === null || names === undefined) return KPI_CATALOGUE;
  const known = KPI_CATALOGUE.map((kpi) => kpi.name);
  for (const name of names) {
    if (!known.includes(name)) throw refused('names', `names of ${known.join(', ')}`, name);
  }
  return KPI_CATALOGUE.filter((kpi) => names.includes(kpi.name));
}

/** A type that no case has would measure nothing, which looks like an answer. */
function readCaseType(type: string | null): string | null {
  if (type === null || CASE_TYPES.includes(type)) return type;
  throw refused('filter.caseType', `one of ${CASE_TYPES.join(', ')}`, JSON.stringify(type));
}

/** The graph's CaseType. */
export const CASE_TYPES: readonly string[] = [
  'COMPLAINT',
  'INCIDENT',
  'QUESTION',
  'REFERRAL',
  'REQUEST',
];

const MILLISECONDS_A_DAY = 86_400_000;

function dayStart(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function windowsOf(groupBy: readonly KpiDimension[], start: Date, end: Date): readonly Window[] {
  const byMonth = groupBy.includes('MONTH');
  const monthAt = (at: Date) => (byMonth ? isoOf(at, 'YYYY-MM') : null);
  if (groupBy.includes('DAY')) {
    return partsOf({ start, end, unit: 'DAY', most: MOST_DAYS }, nextDay).map((part) => ({
      ...part,
      month: monthAt(part.start),
      day: isoOf(part.start, 'YYYY-MM-DD'),
    }));
  }
  if (!byMonth) return [{ month: null, day: null, start, end }];
  return partsOf({ start, end, unit: 'MONTH', most: MOST_MONTHS }, nextMonth).map((part) => ({
    ...part,
    month: monthAt(part.start),
    day: null,
  }));
}

interface Parted {
  readonly start: Date;
  readonly end: Date;
  readonly unit: 'DAY' | 'MONTH';
  readonly most: number;
}

/** The UTC days or months that a period touches, the first and the last cut to it. */
function partsOf({ start, end, unit, most }: Parted, next: (at: Date) => Date) {
  const parts: Pick<Window, 'start' | 'end'>[] = [];
  for (let at = start; at < end;) {
    const following = next(at);
    const until = following < end ? following : end;
    parts.push({ start: at, end: until });
    if (parts.length > most) {
      const expected = `${unit} over at most ${most} ${unit === 'DAY' ? 'days' : 'months'}`;
      throw refused('groupBy', expected, 'a longer period');
    }
    at = until;
  }
  return parts;
}

function nextDay(at: Date): Date {
  return new Date(at.getTime() + MILLISECONDS_A_DAY);
}

function nextMonth(at: Date): Date {
  const next = new Date(at);
  next.setUTCMonth(at.getUTCMonth() + 1, 1);
  return next;
}

function isoOf(at: Date, format: 'YYYY-MM' | 'YYYY-MM-DD'): string {
  return at.toISOString().slice(0, format.length);
}

const MOST_MONTHS = 600;
const MOST_DAYS = 400;
const MOST_HOURS = 31 * 24;

function refused(argument: string, expected: string, got: string): DomainError {
  return new DomainError(
    'BAD_USER_INPUT',
    `Argument "${argument}" must be ${expected}, but got: ${got}.`,
  );
}
