import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

/** What is counted of subscriptions. */
export interface SubscriptionMetrics {
  subscriptionsOpen(count: number): void;
  /**
   * What became of an event for one subscriber: delivered, withheld because there was nothing for them to know of, or
   * dropped because too many waited.
   */
  eventMet(outcome: 'delivered' | 'withheld' | 'dropped'): void;
}

export function createSubscriptionMetrics(registry: Registry): SubscriptionMetrics {
  const registers = [registry];
  const open = new Gauge({
    name: 'switchboard_subscriptions',
    help: 'Subscriptions that are open.',
    registers,
  });
  const events = new Counter({
    name: 'switchboard_subscription_events_total',
    help: 'Events, once a subscriber: delivered; withheld, being none of their business; dropped, being too many.',
    labelNames: ['outcome'],
    registers,
  });
  return {
    subscriptionsOpen: (count) => open.set(count),
    eventMet: (outcome) => events.inc({ outcome }),
  };
}
