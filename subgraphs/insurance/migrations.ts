import { sql, type Kysely } from 'kysely';
import type { Migration } from '../kit/room-database.ts';

/** The room's tables. A step that has run anywhere is never edited: the next change is a new step. */
export const migrations: readonly Migration[] = Object.freeze([
  {
    name: '0001_holders_policies_claims',
    async up(database: Kysely<unknown>): Promise<void> {
      await createHolders(database);
      await createPolicies(database);
      await createClaims(database);
    },
  },
  { name: '0002_file_drops', up: createFileDrops },
]);

const HOLDER_TEXTS = [
  'given_name',
  'additional_name',
  'family_name',
  'birth_date',
  'gender',
  'national_id',
  'national_id_scheme',
  'email',
  'phone',
  'street_address',
  'locality',
  'region',
  'postal_code',
  'country',
];

async function createHolders(database: Kysely<unknown>): Promise<void> {
  const table = database.schema
    .createTable('holder')
    .addColumn('local_id', 'text', (column) => column.primaryKey())
    .addColumn('version', 'numeric', (column) => column.notNull())
    .addColumn('email_verified', 'boolean')
    .addColumn('digest', 'text', (column) => column.notNull());
  await HOLDER_TEXTS.reduce((made, name) => made.addColumn(name, 'text'), table).execute();
}

async function createPolicies(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('policy')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('number', 'text', (column) => column.notNull().unique())
    .addColumn('holder_local_id', 'text', (column) => column.notNull())
    .addColumn('product', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('premium', 'numeric', (column) => column.notNull())
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('starts_on', 'date', (column) => column.notNull())
    .addColumn('ends_on', 'date', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .execute();
  await index(database, 'policy', ['holder_local_id', 'starts_on', 'id']);
  await index(database, 'policy', ['starts_on', 'id']);
}

async function createClaims(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('claim')
    .addColumn('key', 'uuid', (column) => column.primaryKey())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('policy_id', 'uuid', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('amount', 'numeric', (column) => column.notNull())
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('occurred_on', 'date', (column) => column.notNull())
    .addColumn('reported_on', 'date', (column) => column.notNull())
    .addColumn('description', 'text')
    .addColumn('digest', 'text')
    .execute();
  await index(database, 'claim', ['policy_id', 'reported_on', 'key']);
}

async function createFileDrops(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('file_drop')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('kind', 'text')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('version', 'text')
    .addColumn('version_order', 'text')
    // Milliseconds, as JavaScript keeps them: a cursor finer than that would skip rows.
    .addColumn('received_at', sql`timestamptz(3)`, (column) => column.notNull())
    .addColumn('rows', 'integer', (column) => column.notNull())
    .addColumn('accepted', 'integer', (column) => column.notNull())
    .addColumn('rejected', 'integer', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('filed', 'boolean', (column) => column.notNull())
    .execute();
  await index(database, 'file_drop', ['received_at', 'id']);
  await index(database, 'file_drop', ['digest']);
}

async function index(
  database: Kysely<unknown>,
  table: string,
  columns: readonly string[],
): Promise<void> {
  await database.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns([...columns])
    .execute();
}
