import { sql, type CreateTableBuilder, type Kysely } from 'kysely';
import type { Migration } from '../kit/room-database.ts';
import { createComplaintTables } from './complaints/complaint-tables.ts';
import { createMacroTables } from './macros/macro-tables.ts';
import { createOfferTables } from './offers/offer-tables.ts';
import { createQaTables } from './quality/create-qa-tables.ts';
import { createSurveyTables } from './surveys/create-survey-tables.ts';
import { routingMigration } from './routing/routing-migration.ts';

export const serviceMigrations: readonly Migration[] = [
  { name: '0001_cases', up: createCases },
  { name: '0002_contacts', up: createContacts },
  { name: '0003_import_faults', up: createImportFaults },
  { name: '0004_value_tier', up: addValueTier },
  { name: '0005_sla_alerts', up: createSlaAlerts },
  { name: '0006_survey_agent', up: addSurveyAgent },
  routingMigration,
  { name: '0008_quality', up: createQuality },
];

async function createCases(database: Kysely<unknown>): Promise<void> {
  await createRecord(database, 'service_case', (table) =>
    table
      .addColumn('serial', 'integer', (column) => column.generatedAlwaysAsIdentity().unique())
      .addColumn('local_id', 'text')
      .addColumn('subject', 'text')
      .addColumn('description', 'text')
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('category', 'text')
      .addColumn('reason_code', 'text')
      .addColumn('priority', 'text', (column) => column.notNull())
      .addColumn('channel', 'text')
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('agent', 'text')
      .addColumn('opened_at', 'timestamptz', (column) => column.notNull())
      .addColumn('first_replied_at', 'timestamptz')
      .addColumn('resolved_at', 'timestamptz')
      .addColumn('closed_at', 'timestamptz')
      .addColumn('resolution', 'text')
      .addColumn('reopen_count', 'integer', (column) => column.notNull())
      .addColumn('trail_length', 'integer', (column) => column.notNull()),
  );
  await createIndex(database, 'service_case', ['division', 'local_id', 'opened_at', 'id']);
  await createIndex(database, 'service_case', ['division', 'opened_at', 'id']);
  await createIndex(database, 'service_case', ['opened_at', 'id']);
  await createTrail(database);
}

async function createTrail(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('case_event')
    .addColumn('case_id', 'uuid', (column) => column.notNull().references('service_case.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('verb', 'text', (column) => column.notNull())
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('detail', 'jsonb', (column) => column.notNull())
    // Were the row lock ever missed, two commands would still not write the same place.
    .addPrimaryKeyConstraint('case_event_place', ['case_id', 'position'])
    .execute();
  await database.schema
    .createTable('case_reply')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('case_id', 'uuid', (column) => column.notNull().references('service_case.id'))
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('public', 'boolean', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .execute();
  await createIndex(database, 'case_reply', ['case_id', 'at', 'id']);
}

async function createContacts(database: Kysely<unknown>): Promise<void> {
  await createRecord(database, 'interaction', (table) =>
    withContact(table)
      .addColumn('direction', 'text', (column) => column.notNull())
      .addColumn('summary', 'text')
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('agent', 'text')
      .addColumn('wait_seconds', 'double precision')
      .addColumn('handle_seconds', 'double precision')
      .addColumn('resolved', 'boolean'),
  );
  await createIndex(database, 'interaction', ['division', 'local_id', 'at', 'id']);
  await createRecord(database, 'survey_answer', (table) =>
    withContact(table)
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('score', 'integer', (column) => column.notNull())
      .addColumn('scale_max', 'integer', (column) => column.notNull())
      .addColumn('verbatim', 'text'),
  );
  await createIndex(database, 'survey_answer', ['division', 'local_id']);
  await createReferrals(database);
}

async function createReferrals(database: Kysely<unknown>): Promise<void> {
  await createRecord(database, 'referral', (table) =>
    table
      .addColumn('referrer_division', 'text', (column) => column.notNull())
      .addColumn('referrer_local_id', 'text', (column) => column.notNull())
      .addColumn('referred_division', 'text')
      .addColumn('referred_local_id', 'text')
      .addColumn('at', 'timestamptz', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull()),
  );
  await createIndex(database, 'referral', ['referrer_division', 'referrer_local_id', 'at', 'id']);
}

async function createImportFaults(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('import_fault')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('record_kind', 'text', (column) => column.notNull())
    .addColumn('division', 'text', (column) => column.notNull())
    .addColumn('external_id', 'text', (column) => column.notNull())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('found_at', 'timestamptz', (column) => column.notNull())
    .execute();
  await createIndex(database, 'import_fault', ['division', 'rule', 'id']);
}

async function addValueTier(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable('service_case').addColumn('value_tier', 'text').execute();
}

async function createSlaAlerts(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .alterTable('service_case')
    .addColumn('sla_look_at', 'timestamptz')
    .execute();
  await database.schema
    .createIndex('service_case_to_look_at')
    .on('service_case')
    .column('sla_look_at')
    .where(sql.ref('sla_look_at'), 'is not', null)
    .execute();
  await database.schema
    .createTable('sla_alert')
    .addColumn('case_id', 'uuid', (column) => column.notNull().references('service_case.id'))
    .addColumn('metric', 'text', (column) => column.notNull())
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('sla_alert_once', ['case_id', 'metric', 'sequence', 'kind'])
    .execute();
}

async function createQuality(database: Kysely<unknown>): Promise<void> {
  await createQaTables(database);
  await createSurveyTables(database);
  await createComplaintTables(database);
  await createOfferTables(database);
  await createMacroTables(database);
}

type Table = CreateTableBuilder<string>;

function withContact(table: Table): Table {
  return table
    .addColumn('local_id', 'text')
    .addColumn('channel', 'text')
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('case_id', 'uuid', (column) => column.references('service_case.id'))
    .addColumn('topic', 'text');
}

async function addSurveyAgent(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable('survey_answer').addColumn('agent', 'text').execute();
}

/** A table whose rows may come from another system, which knows them by a name of its own. */
async function createRecord(
  database: Kysely<unknown>,
  name: string,
  columns: (table: Table) => Table,
): Promise<void> {
  const table = database.schema
    .createTable(name)
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('external_id', 'text')
    .addColumn('division', 'text', (column) => column.notNull());
  await columns(table).execute();
  await database.schema
    .createIndex(`${name}_external`)
    .on(name)
    .unique()
    .columns(['division', 'external_id'])
    .where(sql.ref('external_id'), 'is not', null)
    .execute();
}

async function createIndex(
  database: Kysely<unknown>,
  table: string,
  columns: readonly string[],
): Promise<void> {
  const name = `${table}_by_${columns.join('_')}`;
  await database.schema
    .createIndex(name)
    .on(table)
    .columns([...columns])
    .execute();
}
