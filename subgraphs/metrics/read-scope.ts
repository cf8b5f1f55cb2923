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
export function readScope(args: KpiArguments): Scope {
  const start = dayStart(args.from);
  const end = new Date(dayStart(args.to).getTime() + MILLISECONDS_A_DAY);
  if (start >= end) throw refused('to', `a day not before "from" (${args.from})`, args.to);
  const groupBy = [...new Set(args.groupBy ?? [])];
  return Object.freeze({
    division: args.division ?? null,
    start,
    end,
    windows: groupBy.includes('MONTH') ? monthsOf(start, end) : [{ month: null, start, end }],
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
const CASE_TYPES: readonly string[] = ['COMPLAINT', 'INCIDENT', 'QUESTION', 'REFERRAL', 'REQUEST'];

const MILLISECONDS_A_DAY = 86_400_000;

function dayStart(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** The UTC months that a period touches, the first and the last cut to it. */
function monthsOf(start: Date, end: Date): readonly Window[] {
  const months: Window[] = [];
  for (let at = start; at < end;) {
    const next = new Date(at);
    next.setUTCMonth(at.getUTCMonth() + 1, 1);
    const until = next < end ? next : end;
    months.push({ month: at.toISOString().slice(0, 'YYYY-MM'.length), start: at, end: until });
    if (months.length > MOST_MONTHS) {
      throw refused('groupBy', `MONTH over at most ${MOST_MONTHS} months`, 'a longer period');
    }
    at = until;
  }
  return months;
}

const MOST_MONTHS = 600;

function refused(argument: string, expected: string, got: string): DomainError {
  return new DomainError(
    'BAD_USER_INPUT',
    `Argument "${argument}" must be ${expected}, but got: ${got}.`,
  );
}
