import { sql, type Kysely } from 'kysely';
import type { Migration } from '../kit/room-database.ts';
import { DIVISION } from './model.ts';

/** The bank's tables. A step that has run anywhere is never edited: the next change is a new step. */
export const migrations: readonly Migration[] = Object.freeze([
  {
    name: '0001_customers_and_accounts',
    async up(database: Kysely<unknown>): Promise<void> {
      await createCustomers(database);
      await createAccounts(database);
    },
  },
  {
    name: '0002_cards_and_transactions',
    async up(database: Kysely<unknown>): Promise<void> {
      await createCards(database);
      await createTransactions(database);
    },
  },
]);

const CUSTOMER_TEXTS = [
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

async function createCustomers(database: Kysely<unknown>): Promise<void> {
  const table = database.schema
    .createTable('bank_customer')
    .addColumn('local_id', 'text', (column) => column.primaryKey())
    .addColumn('version', 'numeric', (column) => column.notNull())
    .addColumn('email_verified', 'boolean');
  await CUSTOMER_TEXTS.reduce((made, name) => made.addColumn(name, 'text'), table).execute();
}

async function createAccounts(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('account')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('number', 'text', (column) => column.notNull().unique())
    .addColumn('holder_local_id', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('opened_on', 'date', (column) => column.notNull())
    .addColumn('closed_on', 'date')
    .addColumn('balance', 'numeric', (column) => column.notNull())
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.unique())
    .addColumn('import_digest', 'text')
    .execute();
  await index(database, 'account', ['holder_local_id', 'opened_on', 'id']);
  await index(database, 'account', ['opened_on', 'id']);
  // Numbers of accounts that are opened here.
  await sql`create sequence ${sql.id(DIVISION, 'account_number')}`.execute(database);
}

async function createCards(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('card')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('number', 'text', (column) => column.notNull().unique())
    .addColumn('account_id', 'uuid', (column) => column.notNull())
    .addColumn('last_four', 'text', (column) => column.notNull())
    .addColumn('network', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('expires_on', 'date', (column) => column.notNull())
    .addColumn('blocked_reason', 'text')
    .addColumn('import_digest', 'text')
    .execute();
  await index(database, 'card', ['account_id', 'number']);
}

async function createTransactions(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('transaction')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('number', 'text', (column) => column.notNull().unique())
    .addColumn('account_id', 'uuid', (column) => column.notNull())
    // Milliseconds, as JavaScript keeps them: a cursor finer than that would skip rows.
    .addColumn('booked_at', sql`timestamptz(3)`, (column) => column.notNull())
    .addColumn('amount', 'numeric', (column) => column.notNull())
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('counterparty', 'text')
    .addColumn('purpose', 'text')
    .addColumn('import_digest', 'text')
    .execute();
  await index(database, 'transaction', ['account_id', 'booked_at', 'id']);
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
