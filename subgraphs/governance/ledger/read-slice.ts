import { sql, type Kysely } from 'kysely';
import { SCHEMA, type GovernanceTables } from '../tables.ts';

/** One entry as it stands in the database. */
export interface StoredEntry {
  readonly position: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly level: string;
  readonly digest: Buffer;
  readonly hash: Buffer;
  readonly reader: number | null;
  readonly operation: number | null;
  readonly reading: number | null;
  readonly requestId: string | null;
  readonly note: string | null;
  readonly customers: readonly {
    readonly customer: number;
    readonly at: number;
    readonly reader: number;
  }[];
}

type Row = Omit<StoredEntry, 'position' | 'at' | 'customers'> & {
  readonly position: string;
  /** Microseconds: an instant that is not whole milliseconds was not written by us. */
  readonly at: string;
};

/** The entries behind a position, in order, with the customers named for them. */
export async function readSlice(
  database: Kysely<GovernanceTables>,
  after: number,
  size: number,
): Promise<readonly StoredEntry[]> {
  const { rows } = await sql<Row>`
    select position, ${MICROSECONDS} as at, level, digest, hash, reader, operation, reading,
      request_id as "requestId", note
    from ${sql.id(SCHEMA, 'entry')} where position > ${after} order by position limit ${size}
  `.execute(database);
  const last = rows.at(-1);
  if (last === undefined) return [];
  const customers = await customersUpTo(database, after, Number(last.position));
  return rows.map((row) => ({
    ...row,
    position: Number(row.position),
    at: Number(row.at) / 1_000,
    customers: customers.get(row.position) ?? [],
  }));
}

type Named = StoredEntry['customers'][number];

async function customersUpTo(
  database: Kysely<GovernanceTables>,
  after: number,
  last: number,
): Promise<ReadonlyMap<string, readonly Named[]>> {
  const { rows } = await sql<{ position: string; at: string; customer: number; reader: number }>`
    select position, ${MICROSECONDS} as at, customer, reader
    from ${sql.id(SCHEMA, 'entry_customer')} where position > ${after} and position <= ${last}
  `.execute(database);
  const byPosition = new Map<string, Named[]>();
  for (const { position, at, ...named } of rows) {
    const all = byPosition.get(position) ?? [];
    byPosition.set(position, all);
    all.push({ ...named, at: Number(at) / 1_000 });
  }
  return byPosition;
}

const MICROSECONDS = sql.raw('(extract(epoch from at) * 1000000)::bigint');
