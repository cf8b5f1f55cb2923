import type { EventType } from '../../schema/events.ts';

/** The Redis stream that holds the events of a type. */
export function streamOf(type: EventType): string {
  return `switchboard:events:${type}`;
}
