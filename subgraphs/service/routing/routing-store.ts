import type { Transaction } from 'kysely';
import type { SlaBook } from '../sla/sla-policy.ts';
import type { ServiceTables } from '../tables.ts';
import type { RoutingBook } from './routing-book.ts';

/** The transaction in which something is routed, and what that is decided by. */
export interface RoutingStore {
  readonly transaction: Transaction<ServiceTables>;
  readonly book: SlaBook;
  readonly routing: RoutingBook;
}

/** Who acts when nobody does: in trails and events, in the place of a subject. */
export const ROUTER = 'routing';
