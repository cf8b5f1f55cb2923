import { sql, type Kysely } from 'kysely';
import type { Migration } from '../kit/room-database.ts';
import { CHAIN_START } from './ledger/chain.ts';
import { SCHEMA } from './tables.ts';

export const governanceMigrations: readonly Migration[] = Object.freeze([
  {
    name: '0001_ledger',
    async up(database: Kysely<unknown>): Promise<void> {
      for (const statement of LEDGER) await sql.raw(statement).execute(database);
      const chain = sql.id(SCHEMA, 'chain');
      await sql`insert into ${chain} values (1, 0, ${CHAIN_START})`.execute(database);
    },
  },
  {
    name: '0002_emergencies',
    async up(database: Kysely<unknown>): Promise<void> {
      await sql.raw(EMERGENCIES).execute(database);
    },
  },
  {
    name: '0003_forgotten_readers',
    async up(database: Kysely<unknown>): Promise<void> {
      for (const statement of FORGOTTEN) await sql.raw(statement).execute(database);
    },
  },
  {
    name: '0004_access_counts',
    async up(database: Kysely<unknown>): Promise<void> {
      for (const statement of ACCESS_COUNTS) await sql.raw(statement).execute(database);
    },
  },
  {
    name: '0005_legal_holds',
    async up(database: Kysely<unknown>): Promise<void> {
      for (const statement of LEGAL_HOLDS) await sql.raw(statement).execute(database);
    },
  },
]);

/** Retention goes by level and looks at what is left only; what it left behind before goes, and is counted no more. */
const FORGOTTEN = [
  `drop index ${SCHEMA}.entry_at`,
  `create index entry_kept on ${SCHEMA}.entry (level, at, position) where reader is not null`,
  // What one reader read of one field is found without looking at what else they read.
  `drop index ${SCHEMA}.entry_reader`,
  `create index entry_reader on ${SCHEMA}.entry (reader, at, position) include (reading)`,
  `delete from ${SCHEMA}.use`,
  `insert into ${SCHEMA}.use (day, reader, operation, reading, entries)
    select (at at time zone 'UTC')::date, reader, operation, reading, count(*)
    from ${SCHEMA}.entry where reader is not null group by 1, 2, 3, 4`,
  `delete from ${SCHEMA}.reader
    where not exists (select from ${SCHEMA}.entry where entry.reader = reader.id)`,
  `delete from ${SCHEMA}.customer
    where not exists (select from ${SCHEMA}.entry_customer where entry_customer.customer = customer.id)`,
] as const;

/** Under which a reader saw more than their roles allow. */
const EMERGENCIES = `alter table ${SCHEMA}.reader
  add column emergency_reason text,
  add column emergency_until timestamptz(3),
  add constraint emergency_whole check ((emergency_reason is null) = (emergency_until is null))`;

/** Ids are made under the chain's lock; content is found by its digest. */
const dictionary = (name: string, columns: string): string =>
  `create table ${SCHEMA}.${name} (
    id integer primary key generated always as identity, digest bytea not null unique, ${columns})`;

const LEDGER = [
  `create table ${SCHEMA}.chain (
    id integer primary key check (id = 1), position bigint not null, hash bytea not null)`,
  `create table ${SCHEMA}.batch (id uuid primary key)`,
  dictionary(
    'reader',
    `subject text not null, roles text[] not null, scopes text[] not null, division text, client text,
    purpose text`,
  ),
  `create index reader_subject on ${SCHEMA}.reader (subject)`,
  dictionary('operation', 'name text, text text not null'),
  dictionary(
    'reading',
    'level text not null, is_personal boolean not null, fields text[] not null, denied jsonb not null',
  ),
  `create index reading_fields on ${SCHEMA}.reading using gin (fields)`,
  dictionary('customer', 'keyed bytea not null unique, sealed bytea not null'),
  `create table ${SCHEMA}.entry (
    position bigint primary key, at timestamptz(3) not null, level text not null, digest bytea not null,
    hash bytea not null, reader integer, operation integer, reading integer, request_id text, note text)`,
  `create index entry_at on ${SCHEMA}.entry (at, position)`,
  `create index entry_reader on ${SCHEMA}.entry (reader, at, position)`,
  `create index entry_reading on ${SCHEMA}.entry (reading, at, position)`,
  `create table ${SCHEMA}.entry_customer (
    customer integer not null, at timestamptz(3) not null, position bigint not null, reader integer not null)`,
  // Everything that who read a customer's data asks for, in the order in which the log is paged.
  `create unique index entry_customer_read on ${SCHEMA}.entry_customer (customer, at, position)
    include (reader)`,
  `create index entry_customer_position on ${SCHEMA}.entry_customer (position)`,
  `create table ${SCHEMA}.use (
    day date not null, reader integer not null, operation integer not null, reading integer not null,
    entries integer not null, primary key (day, reader, operation, reading))`,
] as const;

/** What other rooms were told, and up to which link it was counted. */
const ACCESS_COUNTS = [
  `create table ${SCHEMA}.access_count (
    day date not null, agent text not null, division text not null, last_at timestamptz not null,
    requests integer not null, denied integer not null, personal integer not null,
    primary key (day, agent, division))`,
  `create table ${SCHEMA}.access_counted (
    id integer primary key check (id = 1), position bigint not null)`,
  `insert into ${SCHEMA}.access_counted values (1, 0)`,
] as const;

/** Of whom nothing is let go, and which holds have ended. */
const LEGAL_HOLDS = [
  `create table ${SCHEMA}.held_customer (
    keyed bytea not null, hold_id uuid not null, primary key (keyed, hold_id))`,
  `create table ${SCHEMA}.ended_hold (hold_id uuid primary key)`,
] as const;
