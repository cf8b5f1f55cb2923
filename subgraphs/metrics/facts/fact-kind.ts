import type { AnyDomainEvent, EventType } from '../../../schema/events.ts';
import type { MetricsTables } from '../tables.ts';

/** One table of facts: which events speak of a row, which row, and what the row is afterwards. */
export interface FactKind<Name extends keyof MetricsTables = keyof MetricsTables> {
  readonly table: Name;
  readonly key: readonly (keyof MetricsTables[Name] & string)[];
  readonly types: readonly EventType[];
  /** Whether a row is told by one event alone. It is written without a look at what is there: it can be no other. */
  readonly isOfOneEvent?: boolean;
  /** The row's key columns' values, in the order of `key`. */
  keyOf(event: AnyDomainEvent): readonly string[];
  /** The row after one more event. The same for any order of the same events, and for repeated ones. */
  fold(row: MetricsTables[Name] | null, event: AnyDomainEvent): MetricsTables[Name];
}

/** A kind of whichever table. */
export interface AnyFactKind {
  readonly table: keyof MetricsTables;
  readonly key: readonly string[];
  readonly types: readonly EventType[];
  readonly isOfOneEvent?: boolean;
  keyOf(event: AnyDomainEvent): readonly string[];
  fold(row: object | null, event: AnyDomainEvent): object;
}

/** One text for the several columns of a key. */
export function keyText(key: readonly string[]): string {
  return JSON.stringify(key);
}

/** A kind whose events each tell the whole row, so that the latest one is the row. */
export function latestWins<Name extends keyof MetricsTables, Type extends EventType>(kind: {
  readonly table: Name;
  readonly key: FactKind<Name>['key'];
  readonly type: Type;
  keyOf(event: Extract<AnyDomainEvent, { type: Type }>): readonly string[];
  rowOf(event: Extract<AnyDomainEvent, { type: Type }>): MetricsTables[Name] & { stamp: string };
}): FactKind<Name> {
  const told = (event: AnyDomainEvent) => {
    if (event.type !== kind.type) throw unexpected(kind.table, event);
    // The union is discriminated by `type`, which has just been compared.
    return event as Extract<AnyDomainEvent, { type: Type }>;
  };
  return Object.freeze({
    table: kind.table,
    key: kind.key,
    types: Object.freeze([kind.type]),
    keyOf: (event: AnyDomainEvent) => kind.keyOf(told(event)),
    fold(row: MetricsTables[Name] | null, event: AnyDomainEvent) {
      const next = kind.rowOf(told(event));
      return row !== null && 'stamp' in row && row.stamp >= next.stamp ? row : next;
    },
  });
}

/** A mistake of this room: an event came to a kind that does not take its type. */
export function unexpected(table: string, event: AnyDomainEvent): Error {
  return new Error(`Facts of "${table}" take events of their own types, but got: ${event.type}.`);
}
