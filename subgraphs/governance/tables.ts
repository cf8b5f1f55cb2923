/** The room's schema in the database. */
export const SCHEMA = 'governance';

/**
 * The read ledger. What many entries have in common stands once, under the digest of its content, and
 * entries refer to it: the chain covers the digests, so it covers the content.
 */
export interface GovernanceTables {
  readonly chain: ChainTable;
  readonly batch: { id: string };
  readonly entry: EntryTable;
  readonly entry_customer: EntryCustomerTable;
  readonly reader: ReaderTable;
  readonly operation: OperationTable;
  readonly reading: ReadingTable;
  readonly customer: CustomerTable;
  readonly use: UseTable;
  readonly access_count: AccessCountTable;
  readonly access_counted: { id: number; position: string };
  /** Of whom a legal hold keeps what was read; customers as in `customer`. */
  readonly held_customer: { hold_id: string; keyed: Buffer };
  readonly ended_hold: { hold_id: string };
}

/** One row: where the chain ends. Whoever adds to it locks the row. */
export interface ChainTable {
  id: number;
  position: string;
  hash: Buffer;
}

export interface EntryTable {
  position: string;
  at: Date;
  level: string;
  digest: Buffer;
  hash: Buffer;
  /** Null for what is no longer kept, and for notes. */
  reader: number | null;
  operation: number | null;
  reading: number | null;
  request_id: string | null;
  /** Of the chain about itself: what is no longer kept from there on. */
  note: string | null;
}

/** Whose data an entry is about; `at` and `reader` are the entry's, so that an index answers alone. */
export interface EntryCustomerTable {
  customer: number;
  at: Date;
  position: string;
  reader: number;
}

export interface ReaderTable {
  id: number;
  digest: Buffer;
  subject: string;
  roles: string[];
  scopes: string[];
  division: string | null;
  client: string | null;
  purpose: string | null;
  /** Both or neither. */
  emergency_reason: string | null;
  emergency_until: Date | null;
}

export interface OperationTable {
  id: number;
  digest: Buffer;
  name: string | null;
  text: string;
}

export interface ReadingTable {
  id: number;
  digest: Buffer;
  level: string;
  is_personal: boolean;
  fields: string[];
  /** `[{field, rule}]`. */
  denied: { field: string; rule: string }[];
}

export interface CustomerTable {
  id: number;
  digest: Buffer;
  keyed: Buffer;
  sealed: Buffer;
}

/** How often, a day: worked out from the entries when they are written. */
export interface UseTable {
  day: string;
  reader: number;
  operation: number;
  reading: number;
  entries: number;
}

/** What somebody asked on a day. It names nobody, and stays when entries are let go. */
export interface AccessCountTable {
  /** `2026-01-31`. */
  day: string;
  /** A keyed hash, hexadecimal; empty for nobody known. */
  agent: string;
  /** Empty for who belongs to none. */
  division: string;
  last_at: Date;
  requests: number;
  /** Requests that were denied something. */
  denied: number;
  /** Requests that read personal data. */
  personal: number;
}
