import type { Announcement } from '../../schema/announcement.ts';
import { gatewayError } from '../errors.ts';
import type { SubscriptionMetrics } from '../telemetry/subscription-metrics.ts';
import type { Mailbox } from './mailbox.ts';

/** Who waits for events of one field of `Subscription`. */
export interface Subscriber {
  readonly room: string;
  readonly field: string;
  /** What is waited for alone: an `id`, a `division`; null and missing are all of them. */
  readonly filter: Readonly<Record<string, unknown>>;
  readonly mailbox: Mailbox;
}

/** All who wait in this process; puts what is heard into their mailboxes. */
export class Subscribers {
  readonly #byField = new Map<string, Set<Subscriber>>();
  readonly #metrics: SubscriptionMetrics;
  #heard = 0;
  #count = 0;

  constructor(metrics: SubscriptionMetrics) {
    this.#metrics = metrics;
  }

  get count(): number {
    return this.#count;
  }

  add(subscriber: Subscriber): void {
    const known = this.#byField.get(subscriber.field) ?? new Set();
    this.#byField.set(subscriber.field, known.add(subscriber));
    this.#count += 1;
    this.#metrics.subscriptionsOpen(this.#count);
  }

  delete(subscriber: Subscriber): void {
    const known = this.#byField.get(subscriber.field);
    if (known?.delete(subscriber) !== true) return;
    if (known.size === 0) this.#byField.delete(subscriber.field);
    this.#count -= 1;
    this.#metrics.subscriptionsOpen(this.#count);
  }

  hear(announcement: Announcement): void {
    this.#heard += 1;
    const event = Object.freeze({ ...announcement, number: this.#heard });
    for (const { filter, mailbox, room } of this.#byField.get(event.field) ?? []) {
      if (room !== event.room || !isWanted(filter, event)) continue;
      if (mailbox.put(event) === 'dropped') this.#metrics.eventMet('dropped');
    }
  }

  /** Tells all who wait for a room's events, or all, that some may be missing. */
  interrupt(room: string | null): void {
    for (const { mailbox } of this.#all(room)) mailbox.end(gatewayError('EVENTS_INTERRUPTED', []));
  }

  /** Ends every subscription. */
  close(): void {
    for (const { mailbox } of this.#all(null)) mailbox.end(null);
  }

  #all(room: string | null): readonly Subscriber[] {
    const all = [...this.#byField.values()].flatMap((some) => [...some]);
    return room === null ? all : all.filter((one) => one.room === room);
  }
}

function isWanted({ id, division }: Subscriber['filter'], event: Announcement): boolean {
  const isId = id === undefined || id === null || id === event.key;
  return isId && (division === undefined || division === null || division === event.division);
}
