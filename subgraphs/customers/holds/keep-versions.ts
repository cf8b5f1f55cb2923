import { sql } from 'kysely';
import type { SourceKey } from '../model.ts';
import { placesAsRows, type Write } from '../recording/bulk-rows.ts';
import { SCHEMA } from '../tables.ts';
import { isOnHold } from './legal-holds.ts';

/**
 * What keeps the versions of records that are about to be replaced, of customers on hold. Nothing else of a customer
 * is ever overwritten: what is decided of them is kept as it was said, and what follows from the records can be
 * worked out again.
 */
export function keptVersionWrites(replaced: readonly SourceKey[], now: Date): readonly Write[] {
  if (replaced.length === 0) return [];
  const keeping = sql`
    insert into ${sql.id(SCHEMA, 'kept_version')}
      (division, local_id, version, raw, recorded_at, replaced_at)
    select old.division, old.local_id, old.version, old.raw, old.recorded_at, ${now}::timestamptz
    from ${placesAsRows(replaced)}
    join ${sql.id(SCHEMA, 'source_record')} old using (division, local_id)
    join ${sql.id(SCHEMA, 'source_link')} link using (division, local_id)
    where ${isOnHold(sql.ref('link.customer_id'))}
    on conflict (division, local_id, version) do nothing`;
  return [keeping];
}
