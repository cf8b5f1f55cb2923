import type { AnyDomainEvent } from '../../../schema/events.ts';

/** Orders what is said of one thing: when it happened, then the event's id. The latest word counts. */
export type Stamp = string;

/** Stamps of two events about one thing compare as text: the later happening is the greater. */
export function stampOf(event: AnyDomainEvent): Stamp {
  return `${new Date(event.occurredAt).toISOString()}/${event.id}`;
}

/** When the event that gave the stamp happened, comparable as text. */
export function timeOf(stamp: Stamp): string {
  return stamp.slice(0, stamp.indexOf('/'));
}

export function earliest(left: Date | null, right: Date): Date {
  return left !== null && left <= right ? left : right;
}

export function latest(left: Date | null, right: Date): Date {
  return left !== null && left >= right ? left : right;
}
