import { v7 as uuidv7 } from 'uuid';
import type { AnyDomainEvent } from '../../../schema/events.ts';
import type { EventConsumer } from '../../../subgraphs/kit/event-bus.ts';

/** Events that a room may have published; only their id and local id matter here. */
export function makeEvents(count: number, name = 'n'): readonly AnyDomainEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    id: uuidv7(),
    type: 'customer.recorded',
    room: 'notes',
    occurredAt: '2026-01-01T00:00:00.000Z',
    payload: { division: 'notes', localId: `${name}${index}`, record: {} },
  }));
}

export function makeProductEvent(productId: string): AnyDomainEvent {
  return {
    id: uuidv7(),
    type: 'product.opened',
    room: 'notes',
    occurredAt: '2026-01-01T00:00:00.000Z',
    payload: { division: 'notes', localId: 'n1', productId, kind: 'LOAN' },
  };
}

/** A consumer that keeps the ids it was given; `fail` may refuse a batch before it is kept. */
export function keepingConsumer(
  name: string,
  types: EventConsumer['types'] = ['customer.recorded'],
  fail: () => boolean = () => false,
): EventConsumer & { readonly ids: string[] } {
  const ids: string[] = [];
  return {
    name,
    types,
    ids,
    handle(events) {
      if (fail()) return Promise.reject(new Error('the consumer fails this time'));
      ids.push(...events.map((event) => event.id));
      return Promise.resolve();
    },
  };
}

export function idsOf(events: readonly AnyDomainEvent[]): readonly string[] {
  return events.map((event) => event.id);
}
