import { sql, type Kysely } from 'kysely';
import type { LedgerOperation, LedgerReader, LedgerReading } from '../../../schema/ledger-batch.ts';
import { SCHEMA, type GovernanceTables } from '../tables.ts';
import { customerDigest, operationDigest, readerDigest, readingDigest } from './chain.ts';
import type { CustomerKeys } from './customer-keys.ts';

/** Something that many entries refer to: its row, and its digest, which the chain covers. */
export interface Kept {
  readonly id: number;
  readonly digest: Buffer;
}

type Database = Kysely<GovernanceTables>;

/** The rows of the readers, in order, made where they are new. Only under the chain's lock. */
export function keepReaders(database: Database, readers: readonly LedgerReader[]) {
  return keep(database, 'reader', {
    digests: readers.map(readerDigest),
    rows: readers.map(({ emergency, ...reader }) => ({
      ...reader,
      emergency_reason: emergency?.reason ?? null,
      emergency_until: emergency === null ? null : new Date(emergency.until),
    })),
  });
}

export function keepOperations(database: Database, operations: readonly LedgerOperation[]) {
  return keep(database, 'operation', {
    digests: operations.map(operationDigest),
    rows: operations,
  });
}

export function keepReadings(database: Database, readings: readonly LedgerReading[]) {
  return keep(database, 'reading', {
    digests: readings.map(readingDigest),
    rows: readings.map(({ level, isPersonal, fields, denied }) => {
      return { level, is_personal: isPersonal, fields, denied: JSON.stringify(denied) };
    }),
  });
}

type Dictionary = 'reader' | 'operation' | 'reading';

async function keep(
  database: Database,
  table: Dictionary,
  { digests, rows }: { readonly digests: readonly Buffer[]; readonly rows: readonly object[] },
): Promise<readonly Kept[]> {
  const found = await find(database, table, digests);
  const missing = new Map(
    digests.flatMap((digest, index) => {
      const hex = digest.toString('hex');
      return found.has(hex) ? [] : [[hex, { digest, ...rows[index] }] as const];
    }),
  );
  if (missing.size > 0) {
    const values = [...missing.values()] as never; // The rows are those of the table named.
    await database.insertInto(table).values(values).execute();
    for (const [hex, kept] of await find(database, table, digests)) found.set(hex, kept);
  }
  return digests.map((digest) => idOf(found, digest));
}

async function find(
  database: Database,
  table: Dictionary,
  digests: readonly Buffer[],
): Promise<Map<string, Kept>> {
  const { rows } = await sql<Kept>`
    select id, digest from ${sql.id(SCHEMA, table)} where digest = any(${[...digests]}::bytea[])
  `.execute(database);
  return new Map(rows.map((row) => [row.digest.toString('hex'), row]));
}

function idOf(found: ReadonlyMap<string, Kept>, digest: Buffer): Kept {
  const kept = found.get(digest.toString('hex'));
  if (kept === undefined) throw new Error('What was just written must be there.');
  return kept;
}

/** The rows of customers by their ids. An id is sealed once, when it is first read. */
export async function keepCustomers(
  database: Database,
  ids: ReadonlySet<string>,
  keys: CustomerKeys,
): Promise<ReadonlyMap<string, Kept>> {
  if (ids.size === 0) return new Map();
  const keyed = new Map(Array.from(ids, (id) => [id, keys.hash(id)] as const));
  const found = await findCustomers(database, [...keyed.values()]);
  const missing = [...keyed].filter(([, hash]) => !found.has(hash.toString('hex')));
  if (missing.length > 0) {
    const sealed = missing.map(([id]) => keys.seal(id));
    const hashes = missing.map(([, hash]) => hash);
    const digests = hashes.map((hash, index) => customerDigest(hash, sealed[index] ?? hash));
    await sql`
      insert into ${sql.id(SCHEMA, 'customer')} (digest, keyed, sealed)
      select * from unnest(${digests}::bytea[], ${hashes}::bytea[], ${sealed}::bytea[])
    `.execute(database);
    for (const [hex, kept] of await findCustomers(database, hashes)) found.set(hex, kept);
  }
  return new Map(Array.from(keyed, ([id, hash]) => [id, idOf(found, hash)]));
}

async function findCustomers(
  database: Database,
  keyed: readonly Buffer[],
): Promise<Map<string, Kept>> {
  const { rows } = await sql<Kept & { readonly keyed: Buffer }>`
    select id, digest, keyed from ${sql.id(SCHEMA, 'customer')}
    where keyed = any(${[...keyed]}::bytea[])
  `.execute(database);
  return new Map(rows.map((row) => [row.keyed.toString('hex'), row]));
}
