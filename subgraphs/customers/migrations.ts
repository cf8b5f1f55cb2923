import { sql, type Kysely } from 'kysely';
import type { Migration } from '../kit/room-database.ts';
import { createLegalHolds } from './holds/legal-hold-migration.ts';
import { createRematching } from './rematch/rematch-migration.ts';

/**
 * Texts that are compared or sorted have the collation "C": byte by byte, the same on every server, and the
 * only one whose indexes serve prefixes. There are no foreign keys: one transaction writes all tables of a
 * record, and nothing is ever deleted from under another.
 */
export const customerMigrations: readonly Migration[] = [
  { name: '0001_records', up: createRecords },
  { name: '0002_customers', up: createCustomers },
  { name: '0003_search', up: createSearch },
  { name: '0004_matching', up: createMatching },
  { name: '0005_rematching', up: createRematching },
  { name: '0006_legal_holds', up: createLegalHolds },
];

const TEXT = sql`text collate "C"`;

async function createRecords({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('source_record')
    .addColumn('division', TEXT, (column) => column.notNull())
    .addColumn('local_id', TEXT, (column) => column.notNull())
    .addColumn('version', 'numeric', (column) => column.notNull())
    .addColumn('raw', 'jsonb', (column) => column.notNull())
    .addColumn('standardised', 'jsonb', (column) => column.notNull())
    .addColumn('recorded_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('source_record_key', ['division', 'local_id'])
    .execute();
  await schema
    .createTable('link_key')
    .addColumn('division', TEXT, (column) => column.notNull())
    .addColumn('local_id', TEXT, (column) => column.notNull())
    .addColumn('key', TEXT, (column) => column.notNull())
    .addPrimaryKeyConstraint('link_key_key', ['division', 'local_id', 'key'])
    .execute();
  await schema.createIndex('link_key_by_key').on('link_key').column('key').execute();
  await schema
    .createTable('standardization_fault')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('division', TEXT, (column) => column.notNull())
    .addColumn('local_id', TEXT, (column) => column.notNull())
    .addColumn('field', 'text', (column) => column.notNull())
    .addColumn('raw_value', 'text')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('standardization_fault_by_record')
    .on('standardization_fault')
    .columns(['division', 'local_id', 'id'])
    .execute();
}

async function createCustomers({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('customer')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('created', 'timestamptz', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('value_tier', 'text', (column) => column.notNull())
    .addColumn('sort_key', TEXT, (column) => column.notNull())
    .addColumn('golden_values', 'jsonb', (column) => column.notNull())
    .execute();
  await schema
    .createTable('customer_redirect')
    .addColumn('merged_id', 'uuid', (column) => column.primaryKey())
    .addColumn('customer_id', 'uuid', (column) => column.notNull())
    .addColumn('merged_at', 'timestamptz', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('customer_redirect_by_customer')
    .on('customer_redirect')
    .column('customer_id')
    .execute();
  await schema
    .createTable('source_link')
    .addColumn('division', TEXT, (column) => column.notNull())
    .addColumn('local_id', TEXT, (column) => column.notNull())
    .addColumn('customer_id', 'uuid', (column) => column.notNull())
    .addColumn('probability', 'double precision', (column) => column.notNull())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('linked_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('source_link_key', ['division', 'local_id'])
    .execute();
  await schema
    .createIndex('source_link_by_customer')
    .on('source_link')
    .column('customer_id')
    .execute();
}

/** `search-customers.ts` tells what each index is for. */
async function createSearch({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('search_token')
    .addColumn('customer_id', 'uuid', (column) => column.notNull())
    .addColumn('token', TEXT, (column) => column.notNull())
    .addColumn('initial', TEXT, (column) => column.notNull())
    .addColumn('sort_key', TEXT, (column) => column.notNull())
    .execute();
  await schema
    .createIndex('search_token_by_customer')
    .on('search_token')
    .column('customer_id')
    .execute();
  await schema
    .createIndex('search_token_by_token')
    .on('search_token')
    .columns(['token', 'customer_id'])
    .execute();
  await schema
    .createIndex('search_token_in_order')
    .on('search_token')
    .columns(['initial', 'sort_key', 'customer_id', 'token'])
    .execute();
}

/**
 * `match_edge` is what was ever found or decided of two records and only grows; `match_pair` is how things
 * stand. A place is a division and a local id in one text, as `sourceText` makes it.
 */
async function createMatching({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('match_pair')
    .addColumn('id', 'uuid', (column) => column.notNull().unique())
    .addColumn('left_place', TEXT, (column) => column.notNull())
    .addColumn('right_place', TEXT, (column) => column.notNull())
    .addColumn('weight', 'double precision')
    .addColumn('is_link', 'boolean', (column) => column.notNull())
    .addColumn('veto_kind', 'text')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('model_version', 'text')
    .addColumn('decision', 'text')
    .addColumn('decided_by', 'text')
    .addColumn('decided_at', 'timestamptz')
    .addColumn('deferred_until', 'timestamptz')
    .addPrimaryKeyConstraint('match_pair_key', ['left_place', 'right_place'])
    .execute();
  await schema.createIndex('match_pair_by_right').on('match_pair').column('right_place').execute();
  await schema
    .createIndex('match_pair_by_weight')
    .on('match_pair')
    .columns(['weight', 'id'])
    .execute();
  await schema
    .createTable('match_edge')
    .addColumn('position', 'bigserial', (column) => column.primaryKey())
    .addColumn('left_place', TEXT, (column) => column.notNull())
    .addColumn('right_place', TEXT, (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('weight', 'double precision')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('model_version', 'text')
    .addColumn('actor', 'text')
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('match_edge_by_pair')
    .on('match_edge')
    .columns(['left_place', 'right_place', 'position'])
    .execute();
  await createIdentityHistory(schema);
}

/** What a customer is given back when a merge is undone: its id, its first record, its links. */
async function createIdentityHistory(schema: Kysely<unknown>['schema']): Promise<void> {
  await schema.alterTable('customer').addColumn('founder_place', TEXT).execute();
  await schema.createIndex('customer_by_founder').on('customer').column('founder_place').execute();
  await schema
    .createTable('former_link')
    .addColumn('division', TEXT, (column) => column.notNull())
    .addColumn('local_id', TEXT, (column) => column.notNull())
    .addColumn('customer_id', 'uuid', (column) => column.notNull())
    .addColumn('linked_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('former_link_key', ['division', 'local_id', 'customer_id'])
    .execute();
  await schema
    .createTable('match_model')
    .addColumn('version', TEXT, (column) => column.primaryKey())
    .addColumn('model', 'jsonb', (column) => column.notNull())
    .addColumn('report', 'text', (column) => column.notNull())
    .addColumn('created', 'timestamptz', (column) => column.notNull())
    .execute();
  await schema
    .createTable('golden_override')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('customer_id', 'uuid', (column) => column.notNull())
    .addColumn('field', 'text', (column) => column.notNull())
    .addColumn('value', 'jsonb')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('expires_at', 'timestamptz')
    .execute();
  await schema
    .createIndex('golden_override_by_customer')
    .on('golden_override')
    .column('customer_id')
    .execute();
}
