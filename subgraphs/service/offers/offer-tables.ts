import type { Insertable, Kysely, Selectable } from 'kysely';
import type { Instant, OptionalInstant } from '../column-types.ts';
import type { Offer, OfferStatus } from './offer.ts';

export interface OfferTables {
  readonly offer: OfferTable;
}

interface OfferTable {
  id: string;
  /** The customer's. */
  division: string;
  local_id: string;
  seller: string;
  product: string;
  case_id: string | null;
  interaction_id: string | null;
  agent: string;
  status: OfferStatus;
  offered_at: Instant;
  answered_at: OptionalInstant;
}

export function offerRow(offer: Offer): Insertable<OfferTable> {
  return {
    id: offer.id,
    division: offer.customer.division,
    local_id: offer.customer.localId,
    seller: offer.seller,
    product: offer.product,
    case_id: offer.caseId,
    interaction_id: offer.interactionId,
    agent: offer.agent,
    status: offer.status,
    offered_at: offer.offeredAt.toISOString(),
    answered_at: offer.answeredAt?.toISOString() ?? null,
  };
}

export function offerOfRow(row: Selectable<OfferTable>): Offer {
  return {
    id: row.id,
    customer: { division: row.division, localId: row.local_id },
    seller: row.seller,
    product: row.product,
    caseId: row.case_id,
    interactionId: row.interaction_id,
    agent: row.agent,
    status: row.status,
    offeredAt: row.offered_at,
    answeredAt: row.answered_at,
  };
}

export async function createOfferTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('offer')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('division', 'text', (column) => column.notNull())
    .addColumn('local_id', 'text', (column) => column.notNull())
    .addColumn('seller', 'text', (column) => column.notNull())
    .addColumn('product', 'text', (column) => column.notNull())
    .addColumn('case_id', 'uuid', (column) => column.references('service_case.id'))
    .addColumn('interaction_id', 'uuid', (column) => column.references('interaction.id'))
    .addColumn('agent', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('offered_at', 'timestamptz', (column) => column.notNull())
    .addColumn('answered_at', 'timestamptz')
    .execute();
  await database.schema
    .createIndex('offer_by_customer')
    .on('offer')
    .columns(['division', 'local_id', 'offered_at', 'id'])
    .execute();
}
