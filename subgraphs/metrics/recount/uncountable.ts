import type { AnyDomainEvent } from '../../../schema/events.ts';
import type { AnyFactKind } from '../facts/fact-kind.ts';

/** As the kind says. Throws an Error that names an event of which nothing can be made. */
export function keyOf(kind: AnyFactKind, event: AnyDomainEvent): readonly string[] {
  try {
    return kind.keyOf(event);
  } catch (error) {
    throw uncountable(event, error);
  }
}

/** As the kind says. Throws an Error that names an event of which nothing can be made. */
export function folded(kind: AnyFactKind, row: object | null, event: AnyDomainEvent): object {
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
