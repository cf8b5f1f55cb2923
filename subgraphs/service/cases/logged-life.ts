import { isGiven } from '../given.ts';
import type { CaseLogRecord, LoggedEvent } from '../imports/import-records.ts';
import type { CaseStatus, Fault } from '../model.ts';
import { isDone, type Attestation, type LoggedMove } from './case-machine.ts';
import type { TrailEntry } from './case-trail.ts';
import { orderFaults } from './order-faults.ts';

/** What another system's log says of a case's life. */
export interface LoggedLife {
  readonly openedAt: Date;
  /** Opened, its log in the order of time, and what the record says of the whole life. */
  readonly trail: readonly TrailEntry[];
  readonly turns: readonly Turn[];
  readonly faults: readonly Fault[];
}

/** When work on a case ended or began again. */
export interface Turn {
  readonly kind: 'resolved' | 'reopened' | 'closed';
  readonly at: Date;
}

/**
 * The life of a case of which there is a log. It begins with the first entry unless the record says when it
 * was opened. Times of resolution and closing that the record gives, and the number of reopenings, go before
 * those that the entries come to; a time that it gives as null says that it never came to that.
 */
export function loggedLife(record: CaseLogRecord, actor: string): LoggedLife {
  // Stable: entries of one instant stay in the order in which they came.
  const events = [...record.events].sort((left, right) => left.at.getTime() - right.at.getTime());
  const begunAt = events[0]?.at;
  if (begunAt === undefined) throw new Error('A log must have an entry, but has none.');
  const openedAt = record.openedAt ?? begunAt;
  const moves = movesOf(events);
  const entries = moves.map(({ at, move }) => Object.freeze({ ...move, at, actor }));
  const turns = statedTurns(record, moves);
  const lastAt = events.at(-1)?.at ?? begunAt;
  return {
    openedAt,
    trail: [
      Object.freeze({ verb: 'open', at: openedAt, actor }),
      ...entries,
      ...attested(record, turns).map((move) => Object.freeze({ ...move, at: lastAt, actor })),
    ],
    turns,
    faults: faultsOf(record, openedAt, begunAt),
  };
}

interface TimedMove {
  readonly at: Date;
  readonly move: LoggedMove;
}

/** An entry that names no state leaves the case in the one before, the first in NEW. */
function movesOf(events: readonly LoggedEvent[]): readonly TimedMove[] {
  let status: CaseStatus = 'NEW';
  return events.map((event) => {
    status = event.status ?? status;
    const { at, sourceState = null, agent = null } = event;
    return { at, move: { verb: 'enter', status, sourceState, agent } };
  });
}

function turnsOf(
  moves: readonly TimedMove[],
  { closingResolves }: Pick<CaseLogRecord, 'closingResolves'>,
): readonly Turn[] {
  let before: CaseStatus = 'NEW';
  return moves.flatMap(({ at, move: { status } }): readonly Turn[] => {
    const [from, isNew] = [before, status !== before];
    before = status;
    if (!isNew) return [];
    if (status === 'SOLVED') return [{ kind: 'resolved', at }];
    if (status === 'CLOSED') {
      const isSolving = closingResolves === true && !isDone(from);
      return [...(isSolving ? [{ kind: 'resolved', at } as const] : []), { kind: 'closed', at }];
    }
    return isDone(from) ? [{ kind: 'reopened', at }] : [];
  });
}

function attested(record: CaseLogRecord, turns: readonly Turn[]): readonly Attestation[] {
  const { closedAt, reopenCount } = record;
  const resolvedAt = record.closingResolves === true ? resolvedIn(turns) : record.resolvedAt;
  const move: Attestation = {
    verb: 'attest',
    ...(resolvedAt === undefined ? {} : { resolvedAt: resolvedAt?.toISOString() ?? null }),
    ...(closedAt === undefined ? {} : { closedAt: closedAt?.toISOString() ?? null }),
    ...(isGiven(reopenCount) ? { reopenCount } : {}),
  };
  return Object.keys(move).length > 1 ? [move] : [];
}

/** When it was resolved for good; null while it is not. */
function resolvedIn(turns: readonly Turn[]): Date | null {
  const last = turns.findLast(({ kind }) => kind !== 'closed');
  return last?.kind === 'resolved' ? last.at : null;
}

function statedTurns(record: CaseLogRecord, moves: readonly TimedMove[]): readonly Turn[] {
  const counted = withReopenings(record, turnsOf(moves, record));
  const turns = withClosing(record, withResolution(record, counted, isOver(moves)));
  return [...turns].sort((left, right) => left.at.getTime() - right.at.getTime());
}

function isOver(moves: readonly TimedMove[]): boolean {
  const last = moves.at(-1)?.move.status;
  return last !== undefined && isDone(last);
}

/** As many reopenings as the record counts: those of the log, then others at the time of the last resolution. */
function withReopenings(record: CaseLogRecord, turns: readonly Turn[]): readonly Turn[] {
  const { reopenCount } = record;
  if (!isGiven(reopenCount)) return turns;
  const logged = turns.filter(({ kind }) => kind === 'reopened').slice(0, reopenCount);
  const known = turns.filter((turn) => turn.kind !== 'reopened' || logged.includes(turn));
  const resolved = known.findLast(({ kind }) => kind === 'resolved');
  const at = record.resolvedAt ?? resolved?.at ?? known.at(-1)?.at ?? record.events[0]?.at;
  if (at === undefined) return known;
  const again: readonly Turn[] = [
    { kind: 'reopened', at },
    ...(resolved === undefined ? [] : [{ kind: 'resolved', at } as const]),
  ];
  return [...known, ...Array.from({ length: reopenCount - logged.length }, () => again).flat()];
}

/** The last resolution is when the record says. What led to it cannot be later, nor, once all is over, anything. */
function withResolution(
  { resolvedAt }: CaseLogRecord,
  turns: readonly Turn[],
  over: boolean,
): readonly Turn[] {
  if (resolvedAt === undefined) return turns;
  if (resolvedAt === null) return turns.filter(({ kind }) => kind !== 'resolved');
  const last = turns.findLastIndex(({ kind }) => kind === 'resolved');
  const rest = turns.flatMap((turn, place): readonly Turn[] => {
    if (place === last || turn.kind === 'closed') return [];
    const isCapped = turn.at > resolvedAt && (over || place < last);
    return [isCapped ? { ...turn, at: resolvedAt } : turn];
  });
  const closings = turns.filter(({ kind }) => kind === 'closed');
  return [...rest, { kind: 'resolved', at: resolvedAt }, ...closings];
}

function withClosing({ closedAt }: CaseLogRecord, turns: readonly Turn[]): readonly Turn[] {
  if (closedAt === undefined) return turns;
  const rest = turns.filter(({ kind }) => kind !== 'closed');
  return closedAt === null ? rest : [...rest, { kind: 'closed', at: closedAt }];
}

function faultsOf(record: CaseLogRecord, openedAt: Date, begunAt: Date): readonly Fault[] {
  const { resolvedAt, closedAt } = record;
  return [
    ...orderFaults('EVENT_BEFORE_OPENING', ['events', begunAt], ['openedAt', openedAt]),
    ...orderFaults('RESOLUTION_BEFORE_OPENING', ['resolvedAt', resolvedAt], ['openedAt', openedAt]),
    ...orderFaults('CLOSING_BEFORE_OPENING', ['closedAt', closedAt], ['openedAt', openedAt]),
    ...orderFaults('CLOSING_BEFORE_RESOLUTION', ['closedAt', closedAt], ['resolvedAt', resolvedAt]),
  ];
}
