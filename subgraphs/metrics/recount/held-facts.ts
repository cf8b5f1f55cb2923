import type { Transaction } from 'kysely';
import type { AnyDomainEvent } from '../../../schema/events.ts';
import { loadFacts, saveFacts } from '../data-source.ts';
import { keyText, type AnyFactKind, type FactKind } from '../facts/fact-kind.ts';
import type { MetricsTables } from '../tables.ts';

/**
 * Rows of one table that are folded in memory and written once, for most rows are told of by several events near each
 * other. Nobody else may write the table meanwhile.
 */
export interface HeldFacts {
  take(events: readonly AnyDomainEvent[]): Promise<void>;
  /** Writes what is held. */
  write(): Promise<void>;
}

/** A table's kinds; there may be several, for an event can tell of two rows. The table is empty. */
export function holdFacts(
  transaction: Transaction<MetricsTables>,
  kinds: readonly AnyFactKind[],
  mostRows = MOST_ROWS,
): HeldFacts {
  const [first] = kinds;
  if (first?.isOfOneEvent === true) return holdNothing(transaction, first);
  const rows = new Map<string, object>();
  let isAllHeld = true;
  const write = async () => {
    if (first === undefined) return;
    for (const part of parts([...rows.values()])) await save(transaction, first, part);
    rows.clear();
  };
  return {
    write,
    async take(events) {
      const told = tellings(kinds, events);
      if (!isAllHeld) await fetchMissing(transaction, told, rows);
      for (const { kind, event, text } of told) {
        rows.set(text, folded(kind, rows.get(text) ?? null, event));
      }
      if (rows.size <= mostRows) return;
      await write();
      isAllHeld = false;
    },
  };
}

/** For rows that no later event tells of. */
function holdNothing(transaction: Transaction<MetricsTables>, kind: AnyFactKind): HeldFacts {
  return {
    write: () => Promise.resolve(),
    async take(events) {
      const rows = ofKind(kind, events).map((event) => folded(kind, null, event));
      for (const part of parts(rows)) await save(transaction, kind, part);
    },
  };
}

/** Rows are about a kilobyte. */
const MOST_ROWS = 100_000;

const ROWS_A_STATEMENT = 10_000;

interface Telling {
  readonly kind: AnyFactKind;
  readonly event: AnyDomainEvent;
  readonly key: readonly string[];
  readonly text: string;
}

function tellings(
  kinds: readonly AnyFactKind[],
  events: readonly AnyDomainEvent[],
): readonly Telling[] {
  return kinds.flatMap((kind) =>
    ofKind(kind, events).map((event) => {
      const key = keyOf(kind, event);
      return { kind, event, key, text: keyText(key) };
    }),
  );
}

function ofKind(kind: AnyFactKind, events: readonly AnyDomainEvent[]): readonly AnyDomainEvent[] {
  const types = new Set<string>(kind.types);
  return events.filter((event) => types.has(event.type));
}

/** Rows that were written before and are told of again. */
async function fetchMissing(
  transaction: Transaction<MetricsTables>,
  told: readonly Telling[],
  rows: Map<string, object>,
): Promise<void> {
  const missing = told.filter(({ text }) => !rows.has(text));
  const [one] = missing;
  if (one === undefined) return;
  const keys = new Map(missing.map(({ text, key }) => [text, key]));
  const known = await loadFacts(transaction, asOfATable(one.kind), [...keys.values()]);
  for (const [text, row] of known) rows.set(text, row);
}

function keyOf(kind: AnyFactKind, event: AnyDomainEvent): readonly string[] {
  try {
    return kind.keyOf(event);
  } catch (error) {
    throw uncountable(event, error);
  }
}

function folded(kind: AnyFactKind, row: object | null, event: AnyDomainEvent): object {
  try {
    return kind.fold(row, event);
  } catch (error) {
    throw uncountable(event, error);
  }
}

function uncountable({ id, room, type }: AnyDomainEvent, cause: unknown): Error {
  const what = cause instanceof Error ? cause.message : String(cause);
  return new Error(`Event ${id} of ${room}, "${type}", cannot be counted: ${what}`, { cause });
}

function save(
  transaction: Transaction<MetricsTables>,
  kind: AnyFactKind,
  rows: readonly object[],
): Promise<void> {
  // The rows came from this kind, whichever it is.
  return saveFacts(transaction, asOfATable(kind), rows as never);
}

/** Which table's it is makes no difference to how rows are read and written. */
function asOfATable(kind: AnyFactKind): FactKind<'survey'> {
  return kind as unknown as FactKind<'survey'>;
}

function parts(rows: readonly object[]): readonly (readonly object[])[] {
  const count = Math.ceil(rows.length / ROWS_A_STATEMENT);
  return Array.from({ length: count }, (_, part) =>
    rows.slice(part * ROWS_A_STATEMENT, (part + 1) * ROWS_A_STATEMENT),
  );
}
