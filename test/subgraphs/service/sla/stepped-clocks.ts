import type { TrailEntry } from '../../../../subgraphs/service/cases/case-trail.ts';
import type { CasePriority } from '../../../../subgraphs/service/model.ts';

/**
 * What the SLA engine must agree with, written another way: it walks a case's life forward, one minute at a time
 * (one second at a time in a minute in which something happens), and knows of no interval arithmetic.
 * Seconds since the epoch throughout.
 */
export interface SteppedClock {
  readonly metric: string;
  state: string;
  startedAt: number;
  /** Null unless it was late. */
  breachedAt: number | null;
  elapsed: number;
  target: number;
  /** When it was due, or would be if it went on now. */
  readonly due: number;
}

/** Runs on from where it stands, in a copy, until the target is worked. */
function dueOf(clock: Live, now: number): number {
  if (clock.breachedAt !== null && clock.fullAt !== null) return clock.fullAt;
  const ahead = { ...clock };
  let second = clock.endedAt ?? now;
  while (ahead.elapsed < ahead.target) {
    const step = second % 60 === 0 && ahead.target - ahead.elapsed > 60 ? 60 : 1;
    run(ahead, second, step);
    second += step;
  }
  return second;
}

export interface SteppedTerms {
  readonly key: string;
  readonly seconds: number;
  readonly retroactiveStart: boolean;
  readonly retroactivePause: boolean;
  /** Whether the minute that begins at this second is worked. */
  readonly isOpen: (second: number) => boolean;
}

export interface SteppedCase {
  readonly trail: readonly TrailEntry[];
  readonly priority: CasePriority;
  readonly now: number;
  readonly termsFor: (
    priority: CasePriority,
    metric: string,
    second: number,
  ) => SteppedTerms | null;
}

/** A clock under way: what it did in every second is written down, so that it can be told otherwise later. */
interface Live extends Omit<SteppedClock, 'due'> {
  terms: SteppedTerms | null;
  attachedAt: number;
  /** Seconds since which it stood still and until when, as they were seen. */
  stillFrom: number | null;
  readonly still: [number, number][];
  live: boolean;
  endedAt: number | null;
  /** The target is worked; from the next second on that it runs it is late. */
  fullAt: number | null;
  /** Where it last stopped to run. */
  ranTo: number;
}

export function steppedClocks(input: SteppedCase): readonly SteppedClock[] {
  return ['FIRST_REPLY', 'NEXT_REPLY', 'RESOLUTION'].flatMap((metric) => stepMetric(metric, input));
}

function stepMetric(metric: string, { trail, priority, now, termsFor }: SteppedCase) {
  const clocks: Live[] = [];
  const end = Math.max(now, ...trail.map(secondOf));
  const standing = { priority, replied: false, waiting: false };
  const left = [...trail];
  for (let second = secondOf(trail[0]); second <= end;) {
    while (left[0] !== undefined && secondOf(left[0]) === second) {
      const [said] = left.splice(0, 1);
      if (said === undefined) break;
      if (said.verb === 'prioritise') standing.priority = said.priority;
      const terms = termsFor(standing.priority, metric, second);
      happen(clocks, { metric, said, second, terms, ...standing });
      stand(standing, said);
    }
    const upTo = left[0] === undefined ? end : secondOf(left[0]);
    const step = second % 60 === 0 && second + 60 <= upTo ? 60 : 1;
    for (const clock of clocks) tick(clock, second, Math.min(step, upTo - second));
    second += step;
  }
  return clocks.flatMap((clock) =>
    clock.terms === null ? [] : [{ ...clock, due: dueOf(clock, end) }],
  );
}

/** What the case is after something was said. */
function stand(standing: { replied: boolean; waiting: boolean }, said: TrailEntry): void {
  if (isReply(said)) standing.replied = true;
  if (said.verb === 'pause') standing.waiting = said.waitingFor === 'CUSTOMER';
  if (said.verb === 'resume' || said.verb === 'hear') standing.waiting = false;
}

interface Happening {
  readonly metric: string;
  readonly said: TrailEntry;
  readonly second: number;
  readonly replied: boolean;
  readonly waiting: boolean;
  readonly terms: SteppedTerms | null;
}

function happen(clocks: Live[], happening: Happening): void {
  const { metric, second, terms } = happening;
  const last = clocks.at(-1);
  if (last !== undefined && !last.live && isRevival(happening)) revive(last, second);
  const live = clocks.find((clock) => clock.live);
  if (live === undefined) {
    if (isBeginning(happening)) clocks.push(begin(metric, second, terms));
    return;
  }
  if (metric === 'RESOLUTION') stepWork(live, happening);
  else stepReply(live, happening);
  if (live.live && live.breachedAt === null) rearrange(clocks, live, happening);
}

function stepWork(clock: Live, { said, second, waiting }: Happening): void {
  if (said.verb === 'resolve') finish(clock, 'MET', second);
  if (said.verb === 'close' || said.verb === 'merge') finish(clock, 'CANCELLED', second);
  if (said.verb === 'pause') clock.stillFrom ??= second;
  if (said.verb === 'resume' || (said.verb === 'hear' && waiting)) goOn(clock, second);
}

function stepReply(clock: Live, { said, second }: Happening): void {
  if (isReply(said)) finish(clock, 'MET', second);
  if (['resolve', 'close', 'merge'].includes(said.verb)) finish(clock, 'CANCELLED', second);
}

function isRevival({ metric, said, replied }: Happening): boolean {
  if (said.verb !== 'reopen') return false;
  return metric === 'RESOLUTION' || (metric === 'FIRST_REPLY' && !replied);
}

function isBeginning({ metric, said, replied }: Happening): boolean {
  return metric === 'NEXT_REPLY' ? said.verb === 'hear' && replied : said.verb === 'open';
}

/** Another priority, or another case taken in. */
function rearrange(clocks: Live[], clock: Live, { metric, said, second, terms }: Happening): void {
  if (said.verb === 'prioritise' && clock.terms?.key !== terms?.key) {
    clocks.push(successor(clock, second, terms));
    finish(clock, 'CANCELLED', second);
  }
  if (said.verb !== 'absorb' || metric === 'NEXT_REPLY') return;
  const opened = Math.floor(Date.parse(said.openedAt) / 1_000);
  if (opened < clock.startedAt) rewind(clock, opened, second);
}

function isReply(said: TrailEntry): boolean {
  return said.verb === 'reply' && said.public;
}

function begin(metric: string, second: number, terms: SteppedTerms | null): Live {
  return {
    metric,
    state: 'RUNNING',
    startedAt: second,
    breachedAt: null,
    elapsed: 0,
    target: terms?.seconds ?? 0,
    terms,
    attachedAt: second,
    stillFrom: null,
    still: [],
    live: true,
    endedAt: null,
    fullAt: null,
    ranTo: second,
  };
}

function finish(clock: Live, how: string, second: number): void {
  goOn(clock, second);
  clock.live = false;
  clock.endedAt = second;
  clock.state = clock.breachedAt === null ? how : 'BREACHED';
}

function goOn(clock: Live, second: number): void {
  if (clock.stillFrom === null) return;
  clock.still.push([clock.stillFrom, second]);
  clock.stillFrom = null;
}

function revive(clock: Live, second: number): void {
  clock.still.push([clock.endedAt ?? second, second]);
  clock.live = true;
  clock.endedAt = null;
  clock.state = clock.breachedAt === null ? 'RUNNING' : 'BREACHED';
}

function successor(old: Live, second: number, terms: SteppedTerms | null): Live {
  const { retroactiveStart, retroactivePause } = terms ?? KEEPING;
  const next = begin(old.metric, retroactiveStart ? old.startedAt : second, terms);
  if (retroactiveStart && retroactivePause) {
    next.still.push(...old.still.map(([from, to]): [number, number] => [from, to]));
    next.stillFrom = old.stillFrom;
  } else if (old.stillFrom !== null) next.stillFrom = second;
  rewind(next, next.startedAt, second);
  return next;
}

const KEEPING = { retroactiveStart: true, retroactivePause: true };

/** Runs the clock's whole life again from an earlier start. */
function rewind(clock: Live, startedAt: number, second: number): void {
  Object.assign(clock, {
    startedAt,
    attachedAt: second,
    elapsed: 0,
    fullAt: null,
    breachedAt: null,
  });
  const edges = [second, clock.stillFrom ?? second, ...clock.still.flat()];
  for (let past = startedAt; past < second;) {
    const before = past;
    const isWhole = before % 60 === 0 && before + 60 <= second;
    const step = isWhole && edges.every((edge) => edge <= before || edge >= before + 60) ? 60 : 1;
    if (!stoodStill(clock, before)) run(clock, before, step);
    past += step;
  }
}

function stoodStill({ still, stillFrom }: Live, second: number): boolean {
  if (stillFrom !== null && second >= stillFrom) return true;
  return still.some(([from, to]) => from <= second && second < to);
}

function tick(clock: Live, second: number, step: number): void {
  if (!clock.live) return;
  const runs = clock.stillFrom === null;
  clock.state = clock.breachedAt !== null ? 'BREACHED' : runs ? 'RUNNING' : 'PAUSED';
  if (runs) run(clock, second, step);
}

/** The seconds from `second` on pass while the clock runs. */
function run(clock: Live, second: number, step: number): void {
  if (clock.terms === null) return;
  // Full when it stood still: it is late only after it goes on.
  if (clock.breachedAt === null && clock.fullAt !== null && clock.ranTo !== second) {
    clock.fullAt = second;
  }
  clock.ranTo = second + step;
  const { isOpen } = clock.terms;
  const isFar = clock.target - clock.elapsed > 60 || clock.breachedAt !== null;
  if (step === 60 && isFar) {
    if (isOpen(second)) clock.elapsed += 60;
    return;
  }
  for (let now = second; now < second + step; now += 1) runSecond(clock, now, isOpen(now));
}

function runSecond(clock: Live, second: number, isOpen: boolean): void {
  // The target is worked and time goes on: late, since the moment that it was worked.
  if (clock.elapsed === clock.target && clock.breachedAt === null) {
    clock.breachedAt = Math.max(clock.fullAt ?? second, clock.attachedAt);
  }
  if (!isOpen) return;
  clock.elapsed += 1;
  if (clock.elapsed === clock.target) clock.fullAt = second + 1;
}

function secondOf(entry: TrailEntry | undefined): number {
  return (entry?.at.getTime() ?? 0) / 1_000;
}
