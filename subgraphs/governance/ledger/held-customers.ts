import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { AnyDomainEvent } from '../../../schema/events.ts';
import type { GovernanceServices } from '../services.ts';
import { SCHEMA, type GovernanceTables } from '../tables.ts';

type Database = Transaction<GovernanceTables>;

/**
 * Notes whose entries a legal hold keeps, by hash, as the customers' room tells of it. After a merge or a split all who
 * come out of it are kept, which may be more than are on hold: too much is kept rather than too little. An event that
 * comes again changes nothing.
 */
export function noteHolds(
  { database, keys }: Pick<GovernanceServices, 'database' | 'keys'>,
  events: readonly AnyDomainEvent[],
): Promise<void> {
  const hashed = (ids: readonly string[]): Hashes => ids.map((id) => keys.hash(id));
  return database.transaction().execute(async (transaction) => {
    let isAnybodyHeld: boolean | undefined;
    for (const event of events) {
      if (event.type === 'customer.held') {
        const { holdId, customerId, formerIds } = event.payload;
        await hold(transaction, holdId, hashed([customerId, ...formerIds]));
        isAnybodyHeld = true;
      } else if (event.type === 'customer.released') {
        await release(transaction, event.payload.holdId);
      } else {
        // Most companies merge far more often than they hold.
        isAnybodyHeld ??= await isAnyHeld(transaction);
        if (isAnybodyHeld) await spread(transaction, hashed(idsIn(event)));
      }
    }
  });
}

function idsIn(event: AnyDomainEvent): readonly string[] {
  if (event.type === 'customer.merged') return [event.payload.customerId, event.payload.mergedId];
  if (event.type === 'customer.split')
    return [event.payload.customerId, event.payload.newCustomerId];
  return [];
}

type Hashes = readonly Buffer[];

async function hold(database: Database, holdId: string, hashes: Hashes): Promise<void> {
  await sql`
    insert into ${HELD} (hold_id, keyed) select ${holdId}::uuid, unnest(${hashes}::bytea[])
    on conflict do nothing`.execute(database);
}

async function release(database: Database, holdId: string): Promise<void> {
  // Kept as a row of its own: the hold may be told of later than its end.
  await sql`
    insert into ${ENDED} (hold_id) values (${holdId}) on conflict do nothing`.execute(database);
}

/** Whatever holds one of them holds all of them. */
async function spread(database: Database, hashes: Hashes): Promise<void> {
  await sql`
    insert into ${HELD} (hold_id, keyed)
    select distinct held.hold_id, other.keyed from ${HELD} held
    cross join unnest(${hashes}::bytea[]) as other(keyed)
    where held.keyed = any(${hashes}::bytea[]) on conflict do nothing`.execute(database);
}

async function isAnyHeld(database: Database): Promise<boolean> {
  const { rows } = await sql`select 1 from ${HELD} limit 1`.execute(database);
  return rows.length > 0;
}

const HELD = sql.id(SCHEMA, 'held_customer');
const ENDED = sql.id(SCHEMA, 'ended_hold');

/** Whether an entry is about nobody who is on hold. Who is on hold is looked up once a statement. */
export const NAMES_NOBODY_HELD: RawBuilder<boolean> = sql`not exists (
  select 1 from ${sql.id(SCHEMA, 'entry_customer')} named
  where named.position = entry.position and named.customer = any(array(
    select known.id from ${HELD} held join ${sql.id(SCHEMA, 'customer')} known using (keyed)
    where not exists (select 1 from ${ENDED} ended where ended.hold_id = held.hold_id))))`;
