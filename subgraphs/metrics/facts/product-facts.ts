import type { AnyDomainEvent } from '../../../schema/events.ts';
import type { ProductFact } from '../tables.ts';
import { unexpected, type FactKind } from './fact-kind.ts';
import { earliest, latest, stampOf } from './stamp.ts';

type ProductEvent = Extract<AnyDomainEvent, { type: 'product.opened' | 'product.closed' }>;

/** What a customer holds. Its closing may be heard of before its opening. */
export const productFacts = Object.freeze({
  table: 'product',
  key: ['division', 'product_id'],
  types: ['product.opened', 'product.closed'],
  keyOf(event: AnyDomainEvent) {
    const { payload } = productEvent(event);
    return [payload.division, payload.productId];
  },
  fold(row: ProductFact | null, event: AnyDomainEvent) {
    const product = productEvent(event);
    const at = new Date(product.occurredAt);
    const told = latestTold(row, product);
    if (product.type === 'product.closed')
      return { ...told, closed_at: latest(told.closed_at, at) };
    return {
      ...told,
      opened_at: earliest(told.opened_at, at),
      last_opened_at: latest(told.last_opened_at, at),
    };
  },
} satisfies FactKind<'product'>);

function latestTold(row: ProductFact | null, event: ProductEvent): ProductFact {
  const stamp = stampOf(event);
  if (row !== null && row.stamp >= stamp) return row;
  const { division, productId, localId, kind } = event.payload;
  return {
    division,
    product_id: productId,
    local_id: localId,
    kind,
    stamp,
    opened_at: row?.opened_at ?? null,
    last_opened_at: row?.last_opened_at ?? null,
    closed_at: row?.closed_at ?? null,
  };
}

function productEvent(event: AnyDomainEvent): ProductEvent {
  if (event.type === 'product.opened' || event.type === 'product.closed') return event;
  throw unexpected('product', event);
}
