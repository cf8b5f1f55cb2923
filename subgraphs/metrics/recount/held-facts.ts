import type { Transaction } from 'kysely';
import type { AnyDomainEvent } from '../../../schema/events.ts';
import { loadFacts, saveFacts } from '../data-source.ts';
import { keyText, type AnyFactKind, type FactKind } from '../facts/fact-kind.ts';
import type { MetricsTables } from '../tables.ts';
import { folded, keyOf } from './uncountable.ts';

/** Something that is yet to be written. */
export type Write = () => Promise<void>;

/**
 * Rows of one table that are folded in memory and written once, for most rows are told of by several events near each
 * other. Nobody else may write the table meanwhile.
 */
export interface HeldFacts {
  /** Whether these events may be about rows that are no longer held: all writes must be through, then `fetch`. */
  mustFetch(): boolean;
  fetch(events: readonly AnyDomainEvent[]): Promise<void>;
  /** Folds events, and returns what is to be written of the rows that are no longer held. */
  fold(events: readonly AnyDomainEvent[]): readonly Write[];
  /** What is to be written of all that is held. */
  release(): readonly Write[];
}

/** A table's kinds; there may be several, for an event can tell of two rows. The table is empty. */
export function holdFacts(
  transaction: Transaction<MetricsTables>,
  kinds: readonly AnyFactKind[],
  mostRows = MOST_ROWS,
): HeldFacts {
  const [first] = kinds;
  if (first?.isOfOneEvent === true) return holdNothing(transaction, first);
  let rows = new Map<string, object>();
  let isAllHeld = true;
  const release = () => {
    const released = [...rows.values()];
    rows = new Map();
    return first === undefined ? [] : writesOf(transaction, first, released);
  };
  return {
    release,
    mustFetch: () => !isAllHeld,
    fetch: (events) => fetchMissing(transaction, tellings(kinds, events), rows),
    fold(events) {
      for (const { kind, event, text } of tellings(kinds, events)) {
        rows.set(text, folded(kind, rows.get(text) ?? null, event));
      }
      if (rows.size <= mostRows) return [];
      isAllHeld = false;
      return release();
    },
  };
}

/** For rows that no later event tells of. */
function holdNothing(transaction: Transaction<MetricsTables>, kind: AnyFactKind): HeldFacts {
  return {
    mustFetch: () => false,
    fetch: () => Promise.resolve(),
    release: () => [],
    fold: (events) =>
      writesOf(
        transaction,
        kind,
        ofKind(kind, events).map((event) => folded(kind, null, event)),
      ),
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

function writesOf(
  transaction: Transaction<MetricsTables>,
  kind: AnyFactKind,
  rows: readonly object[],
): readonly Write[] {
  return Array.from({ length: Math.ceil(rows.length / ROWS_A_STATEMENT) }, (_, part) => {
    const some = rows.slice(part * ROWS_A_STATEMENT, (part + 1) * ROWS_A_STATEMENT);
    // The rows came from this kind, whichever it is.
    return () => saveFacts(transaction, asOfATable(kind), some as never);
  });
}

/** Which table's it is makes no difference to how rows are read and written. */
function asOfATable(kind: AnyFactKind): FactKind<'survey'> {
  return kind as unknown as FactKind<'survey'>;
}
