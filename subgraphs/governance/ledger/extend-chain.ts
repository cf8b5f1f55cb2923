import { sql, type Transaction } from 'kysely';
import { SCHEMA, type GovernanceTables } from '../tables.ts';
import { linkHash, type Link } from './chain.ts';
import { lockChain } from './lock-chain.ts';

/** What is to become a link: everything but its place. */
export interface Addition extends Omit<Link, 'position'> {
  readonly reader: number | null;
  readonly operation: number | null;
  readonly reading: number | null;
  readonly requestId: string | null;
  readonly note: string | null;
  /** Rows of customers. */
  readonly customers: readonly number[];
}

/**
 * Adds links to the end of the chain. The end is locked before `make` runs and until the transaction ends, so
 * that everybody adds one after another. Says whether there was anything to add.
 */
export async function extendChain(
  transaction: Transaction<GovernanceTables>,
  make: () => Promise<readonly Addition[]>,
): Promise<boolean> {
  const end = await lockChain(transaction);
  const additions = await make();
  if (additions.length === 0) return false;
  let position = Number(end.position);
  let hash = end.hash;
  const links = additions.map((addition) => {
    position += 1;
    hash = linkHash(hash, { ...addition, position });
    return { ...addition, position, hash };
  });
  await insertEntries(transaction, links);
  await insertCustomers(transaction, links);
  await transaction
    .updateTable('chain')
    .set({ position: String(position), hash })
    .execute();
  return true;
}

interface ChainedAddition extends Addition {
  readonly position: number;
  readonly hash: Buffer;
}

async function insertEntries(
  transaction: Transaction<GovernanceTables>,
  links: readonly ChainedAddition[],
): Promise<void> {
  const rows = links.map((link) => ({
    ...{ position: link.position, at: instant(link.at), level: link.level },
    ...{ digest: Buffer.from(link.digest).toString('hex'), hash: link.hash.toString('hex') },
    ...{ reader: link.reader, operation: link.operation, reading: link.reading },
    ...{ request_id: link.requestId, note: link.note },
  }));
  await sql`
    insert into ${sql.id(SCHEMA, 'entry')}
      (position, at, level, digest, hash, reader, operation, reading, request_id, note)
    select position, at, level, decode(digest, 'hex'), decode(hash, 'hex'), reader, operation, reading,
      request_id, note
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as link(position bigint, at timestamptz,
      level text, digest text, hash text, reader int, operation int, reading int, request_id text, note text)
  `.execute(transaction);
}

async function insertCustomers(
  transaction: Transaction<GovernanceTables>,
  links: readonly ChainedAddition[],
): Promise<void> {
  const rows = links.flatMap(({ customers, at, position, reader }) =>
    customers.map((customer) => ({ customer, at: instant(at), position, reader })),
  );
  if (rows.length === 0) return;
  await sql`
    insert into ${sql.id(SCHEMA, 'entry_customer')} (customer, at, position, reader)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as read(customer int, at timestamptz, position bigint, reader int)
  `.execute(transaction);
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
