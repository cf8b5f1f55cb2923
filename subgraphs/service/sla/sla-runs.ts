import type { TrailEntry } from '../cases/case-trail.ts';
import { momentsOf, standingAfter, UNOPENED } from './moments.ts';
import {
  SLA_METRICS,
  type SlaBook,
  type SlaMetric,
  type SlaSubject,
  type SlaTerms,
} from './sla-policy.ts';
import {
  beginRun,
  conditionsOf,
  end,
  isHalted,
  progressOf,
  react,
  type SlaRun,
} from './sla-run.ts';

/** Every clock that a case ever had, by metric and in the order in which they began. */
export function slaRuns(
  subject: SlaSubject,
  trail: readonly TrailEntry[],
  book: SlaBook,
): readonly SlaRun[] {
  const about = { ...subject, priority: firstPriority(trail) ?? subject.priority };
  return SLA_METRICS.flatMap((metric) => runsOf(metric, about, { trail, book }));
}

/** A run that is held to something, and which of its metric it is, from 1: no later entry changes that. */
interface NumberedRun {
  readonly run: SlaRun;
  readonly terms: SlaTerms;
  readonly sequence: number;
}

export function numbered(runs: readonly SlaRun[]): readonly NumberedRun[] {
  const sequences = new Map<SlaMetric, number>();
  return runs.flatMap((run) => {
    if (run.terms === null) return [];
    const sequence = (sequences.get(run.metric) ?? 0) + 1;
    sequences.set(run.metric, sequence);
    return [{ run, terms: run.terms, sequence }];
  });
}

/** A case has its present priority; the trail knows the one it began with. */
function firstPriority(trail: readonly TrailEntry[]) {
  return trail.find((entry) => entry.verb === 'prioritise')?.before;
}

function runsOf(
  metric: SlaMetric,
  opened: SlaSubject,
  { trail, book }: { readonly trail: readonly TrailEntry[]; readonly book: SlaBook },
): readonly SlaRun[] {
  let [runs, standing, subject, at]: [readonly SlaRun[], typeof UNOPENED, SlaSubject, number] = [
    [],
    UNOPENED,
    opened,
    -Infinity,
  ];
  for (const entry of trail) {
    // A trail from another system may go back in time; a clock does not.
    at = Math.max(at, entry.at.getTime());
    const last = runs.at(-1);
    if (entry.verb === 'prioritise') subject = { ...subject, priority: entry.priority };
    const terms = book.termsFor(subject, metric, at);
    const moments = momentsOf(standing, entry);
    const begun = last === undefined ? [] : after(last, entry, { terms, moments, at });
    const fresh = beginRun(metric, terms, at);
    const starts = conditionsOf(fresh).start.some((moment) => moments.includes(moment));
    const isFree = begun.every((run) => run.end !== null);
    runs = [...runs.slice(0, -1), ...begun, ...(starts && isFree ? [fresh] : [])];
    standing = standingAfter(standing, entry);
  }
  return runs;
}

type Happening = Pick<SlaRun, 'terms'> & {
  readonly moments: Parameters<typeof react>[1];
  readonly at: number;
};

function after(run: SlaRun, entry: TrailEntry, { terms, moments, at }: Happening) {
  if (entry.verb === 'absorb') return [startEarlier(run, entry.openedAt, at)];
  return entry.verb === 'prioritise' ? putUnder(run, terms, at) : react(run, moments, at);
}

/**
 * A clock that runs gives way to one under the new terms. One that is late already stays what it is: a case
 * is late once, whatever its priority becomes.
 */
function putUnder(run: SlaRun, terms: SlaRun['terms'], at: number): readonly SlaRun[] {
  if (isSame(run.terms, terms) || !isLiveAndInTime(run, at)) return [run];
  const { retroactiveStart, retroactivePause } = terms ?? KEEPING;
  const kept = { ...run, terms, attachedAt: at };
  const still = isHalted(run) ? [{ from: at, to: null }] : [];
  const next = {
    ...kept,
    startedAt: retroactiveStart ? run.startedAt : at,
    halts: retroactiveStart && retroactivePause ? run.halts : still,
  };
  return [end(run, 'CANCELLED', at), next];
}

/** Where no rule has a target nothing is lost of a clock that a later rule may want. */
const KEEPING = { retroactiveStart: true, retroactivePause: true };

function isSame(before: SlaRun['terms'], after: SlaRun['terms']): boolean {
  return before?.policy === after?.policy && before?.version === after?.version;
}

function isLiveAndInTime(run: SlaRun, at: number): boolean {
  return run.end === null && progressOf(run, at).breachedAt === null;
}

/** A case that took another in has waited since the first of them was opened. */
function startEarlier(run: SlaRun, openedAt: string, at: number): SlaRun {
  const earliest = Math.min(run.startedAt, new Date(openedAt).getTime());
  const isOfOpening = conditionsOf(run).start.includes('OPENED');
  if (!isOfOpening || earliest === run.startedAt || !isLiveAndInTime(run, at)) return run;
  return { ...run, startedAt: earliest, attachedAt: at };
}
