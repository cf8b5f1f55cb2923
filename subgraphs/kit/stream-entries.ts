import type { AnyDomainEvent } from '../../schema/events.ts';

/** An event as a Redis stream holds it. */
export interface StreamEntry {
  readonly stream: string;
  readonly id: string;
  /** Null when the stream was cut behind it, or it was written by somebody else. */
  readonly event: AnyDomainEvent | null;
}

type StreamRows = readonly (readonly [id: string, fields: readonly string[] | null])[];

/** The answer of XREADGROUP over RESP2; null when there is nothing. */
export type StreamAnswer = readonly (readonly [stream: string, StreamRows])[] | null;

const FIELD = 'event';

/** The field and value of an entry. */
export function encodeEvent(event: AnyDomainEvent): readonly [field: string, value: string] {
  return [FIELD, JSON.stringify(event)];
}

export function entriesOf(answer: StreamAnswer): readonly StreamEntry[] {
  return (answer ?? []).flatMap(([stream, rows]) =>
    rows.map(([id, fields]) => ({ stream, id, event: readEvent(fields) })),
  );
}

function readEvent(fields: readonly string[] | null): AnyDomainEvent | null {
  const [field, value] = fields ?? [];
  if (field !== FIELD || value === undefined) return null;
  try {
    // Written by `encodeEvent`; who else writes to our streams is trusted with the company's events anyway.
    return JSON.parse(value) as AnyDomainEvent;
  } catch {
    return null;
  }
}
