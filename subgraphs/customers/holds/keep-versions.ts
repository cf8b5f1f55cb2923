import { sql } from 'kysely';
import type { SourceKey } from '../model.ts';
import { sqlText } from '../../kit/sql-text.ts';
import type { Write } from '../../kit/write-together.ts';
import { placeColumns } from '../recording/bulk-rows.ts';
import { SCHEMA } from '../tables.ts';
import { isOnHold } from './legal-holds.ts';

/**
 * What keeps the versions of records that are about to be replaced, of customers on hold. Nothing else of a customer
 * is ever overwritten: what is decided of them is kept as it was said, and what follows from the records can be
 * worked out again.
 */
export function keptVersionWrites(replaced: readonly SourceKey[], now: Date): readonly Write[] {
  if (replaced.length === 0) return [];
  return [{ text: KEEPING, parameters: [...placeColumns(replaced), now] }];
}

const KEEPING = sqlText(sql`
  insert into ${sql.id(SCHEMA, 'kept_version')}
    (division, local_id, version, raw, recorded_at, replaced_at)
  select given.division, given.local_id, old.version, old.raw, old.recorded_at, $3::timestamptz
  from unnest($1::text[], $2::text[]) as given(division, local_id)
  cross join lateral (select * from ${sql.id(SCHEMA, 'source_record')} r
    where r.division = given.division and r.local_id = given.local_id offset 0) old
  cross join lateral (select * from ${sql.id(SCHEMA, 'source_link')} l
    where l.division = given.division and l.local_id = given.local_id offset 0) link
  where ${isOnHold(sql.ref('link.customer_id'))}
  on conflict (division, local_id, version) do nothing`);
