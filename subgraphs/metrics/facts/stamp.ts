import type { AnyDomainEvent } from '../../../schema/events.ts';

/** Orders what is said of one thing: when it happened, then the event's id. The latest word counts. */
export type Stamp = string;

/** Stamps of two events about one thing compare as text: the later happening is the greater. */
export function stampOf(event: AnyDomainEvent): Stamp {
  const known = STAMPS.get(event);
  if (known !== undefined) return known;
  const { id, occurredAt } = event;
  const time = CANONICAL.test(occurredAt) ? occurredAt : new Date(occurredAt).toISOString();
  const stamp = `${time}/${id}`;
  STAMPS.set(event, stamp);
  return stamp;
}

/** As `toISOString` writes it, which is how outboxes have it. */
const CANONICAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Facts of several kinds are folded from one event, and reading its time is dear. */
const STAMPS = new WeakMap<AnyDomainEvent, Stamp>();

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
