import { sql, type CreateTableBuilder, type Kysely } from 'kysely';
import type { Migration } from '../kit/room-database.ts';
import { lockFacts } from './data-source.ts';
import { keptCasesMigration } from './kept-cases-migration.ts';
import { createRollups } from './rollups/rollup-migration.ts';
import { voiceMigration } from './voice-migration.ts';

/** Every table of facts has the key of the thing it is about, and indexes on the days it is counted by. */
const STEPS: readonly Migration[] = [
  {
    name: '0001_facts',
    async up(database: Kysely<unknown>): Promise<void> {
      await createIdentity(database);
      await createCases(database);
      await createInteractions(database);
      await createAnswers(database);
      await createCustomerChanges(database);
      await createProgress(database);
    },
  },
  { name: '0002_merged_cases', up: addMergedCases },
  { name: '0003_case_work', up: addCaseWork },
  { name: '0004_targets', up: createTargets },
  { name: '0005_waiting_cases', up: indexWaitingCases },
  { name: '0006_books', up: createBooks },
  { name: '0007_follow_ups', up: createFollowUps },
  { name: '0008_case_spans', up: createCaseSpans },
  { name: '0009_access_counts', up: createAccessCounts },
  voiceMigration,
  { name: '0011_rollups', up: createRollups },
  { name: '0012_asked_questions', up: createAskedQuestions },
  keptCasesMigration,
];

/** Each waits until nobody counts: who changes tables one after the other must not meet who writes them. */
export const metricsMigrations: readonly Migration[] = Object.freeze(
  STEPS.map((step) => ({
    name: step.name,
    async up(database: Kysely<unknown>): Promise<void> {
      await lockFacts(database);
      await step.up(database);
    },
  })),
);

async function addMergedCases(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .alterTable('case_fact')
    .addColumn('waiting_since', 'timestamptz')
    .addColumn('merged_into', 'text')
    .execute();
}

/** Who worked on what, and when: facts of earlier events do not have it, those of later ones do. */
async function addCaseWork(database: Kysely<unknown>): Promise<void> {
  await addTexts(database, 'case_fact', [
    ...['topic', 'tier', 'priority_stamp', 'priority', 'agent_stamp', 'agent'],
  ]);
  await database.schema
    .alterTable('case_fact')
    .addColumn('agents', sql`text[]`, (column) => column.notNull().defaultTo(sql`'{}'`))
    .addColumn('closed_at', 'timestamptz')
    .addColumn('reply_late_at', 'timestamptz')
    .addColumn('resolution_late_at', 'timestamptz')
    .execute();
  await index(database, 'case_fact', 'closed_at');
  await addTexts(database, 'interaction', ['agent', 'topic']);
  await database.schema.alterTable('interaction').addColumn('resolved', 'boolean').execute();
  await addTexts(database, 'survey', ['agent', 'topic']);
  const outcome = database.schema.alterTable('referral');
  await outcome
    .addColumn('outcome', 'text', (column) => column.notNull().defaultTo('PENDING'))
    .execute();
  await texts(database.schema.createTable('case_message'), ['event_id', 'case_id'])
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('from_customer', 'boolean', (column) => column.notNull())
    .addColumn('public', 'boolean', (column) => column.notNull())
    .addPrimaryKeyConstraint('case_message_key', ['event_id'])
    .execute();
  await index(database, 'case_message', 'case_id');
  await index(database, 'case_message', 'at');
}

/** Few cases of all that ever were still wait: those are found without reading the others. */
async function indexWaitingCases(database: Kysely<unknown>): Promise<void> {
  const still = {
    unreplied: sql`first_reply_at is null`,
    unresolved: sql`(last_resolved_at is null or last_reopened_at > last_resolved_at)`,
  };
  for (const [name, waits] of Object.entries(still)) {
    await database.schema
      .createIndex(`case_fact_${name}`)
      .on('case_fact')
      .column('opened_at')
      .where(
        sql<boolean>`merged_into is null and ${waits}
          and (closed_at is null or last_reopened_at > closed_at)`,
      )
      .execute();
  }
}

/** In the place of an index by which they were looked for among all messages. */
async function createFollowUps(database: Kysely<unknown>): Promise<void> {
  await database.schema.dropIndex('case_message_at').execute();
  await texts(database.schema.createTable('follow_up'), ['event_id', 'case_id'])
    .addColumn('asked_at', 'timestamptz', (column) => column.notNull())
    .addColumn('answered_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('follow_up_key', ['event_id'])
    .execute();
  await index(database, 'follow_up', 'case_id');
  await index(database, 'follow_up', 'answered_at');
}

async function createTargets(database: Kysely<unknown>): Promise<void> {
  await texts(database.schema.createTable('kpi_target'), ['kpi', 'division', 'set_by'])
    .addColumn('valid_from', 'date', (column) => column.notNull())
    .addColumn('value', 'double precision')
    .addColumn('set_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('kpi_target_key', ['kpi', 'division', 'valid_from'])
    .execute();
}

async function addTexts(
  database: Kysely<unknown>,
  table: string,
  columns: readonly string[],
): Promise<void> {
  for (const column of columns) {
    await database.schema.alterTable(table).addColumn(column, 'text').execute();
  }
}

async function createCaseSpans(database: Kysely<unknown>): Promise<void> {
  await texts(database.schema.createTable('case_step'), ['case_id', 'stamp', 'type'])
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('status', 'text')
    .addColumn('source_state', 'text')
    .addPrimaryKeyConstraint('case_step_key', ['case_id', 'stamp'])
    .execute();
  await texts(database.schema.createTable('case_span'), ['case_id', 'kind'])
    .addColumn('status', 'text')
    .addColumn('source_state', 'text')
    .addColumn('from_at', 'timestamptz', (column) => column.notNull())
    .addColumn('until_at', 'timestamptz')
    .execute();
  await index(database, 'case_span', 'case_id');
  await database.schema
    .createIndex('case_span_end')
    .on('case_span')
    .columns(['kind', 'until_at'])
    .execute();
  await texts(database.schema.createTable('case_verdict'), ['case_id', 'stamp'])
    .addColumn('sla_made', 'boolean', (column) => column.notNull())
    .addPrimaryKeyConstraint('case_verdict_key', ['case_id'])
    .execute();
}

async function createIdentity(database: Kysely<unknown>): Promise<void> {
  const crosswalk = database.schema.createTable('crosswalk');
  await texts(crosswalk, ['division', 'local_id', 'linked_id', 'stamp', 'customer_id'])
    .addPrimaryKeyConstraint('crosswalk_key', ['division', 'local_id'])
    .execute();
  await index(database, 'crosswalk', 'linked_id');
  await index(database, 'crosswalk', 'customer_id');
  await texts(database.schema.createTable('redirect'), ['merged_id', 'customer_id', 'stamp'])
    .addPrimaryKeyConstraint('redirect_key', ['merged_id'])
    .execute();
  await index(database, 'redirect', 'customer_id');
  const product = database.schema.createTable('product');
  await texts(product, ['division', 'product_id', 'local_id', 'kind', 'stamp'])
    .addColumn('opened_at', 'timestamptz')
    .addColumn('last_opened_at', 'timestamptz')
    .addColumn('closed_at', 'timestamptz')
    .addPrimaryKeyConstraint('product_key', ['division', 'product_id'])
    .execute();
  await index(database, 'product', 'local_id');
}

async function createCases(database: Kysely<unknown>): Promise<void> {
  await texts(database.schema.createTable('case_fact'), ['case_id', 'division', 'owner_stamp'])
    .addColumn('local_id', 'text')
    .addColumn('opened_stamp', 'text')
    .addColumn('opened_at', 'timestamptz')
    .addColumn('type', 'text')
    .addColumn('channel', 'text')
    .addColumn('first_reply_at', 'timestamptz')
    .addColumn('responded_stamp', 'text')
    .addColumn('timely', 'boolean')
    .addColumn('first_resolved_at', 'timestamptz')
    .addColumn('last_resolved_at', 'timestamptz')
    .addColumn('last_reopened_at', 'timestamptz')
    .addPrimaryKeyConstraint('case_fact_key', ['case_id'])
    .execute();
  const days = ['opened_at', 'first_reply_at', 'first_resolved_at', 'last_resolved_at'];
  for (const day of days) await index(database, 'case_fact', day);
}

async function createInteractions(database: Kysely<unknown>): Promise<void> {
  const needed = ['interaction_id', 'stamp', 'division', 'channel', 'direction', 'outcome'];
  await texts(database.schema.createTable('interaction'), needed)
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('local_id', 'text')
    .addColumn('case_id', 'text')
    .addColumn('wait_seconds', 'double precision')
    .addColumn('handle_seconds', 'double precision')
    .addPrimaryKeyConstraint('interaction_key', ['interaction_id'])
    .execute();
  await index(database, 'interaction', 'at');
}

async function createAnswers(database: Kysely<unknown>): Promise<void> {
  await texts(database.schema.createTable('survey'), ['survey_id', 'stamp', 'division', 'kind'])
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('score', 'double precision', (column) => column.notNull())
    .addColumn('scale_max', 'double precision', (column) => column.notNull())
    .addColumn('channel', 'text')
    .addPrimaryKeyConstraint('survey_key', ['survey_id'])
    .execute();
  await index(database, 'survey', 'at');
  const needed = ['referral_id', 'stamp', 'referrer_division', 'referrer_local_id'];
  await texts(database.schema.createTable('referral'), needed)
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('referral_key', ['referral_id'])
    .execute();
  await index(database, 'referral', 'at');
}

async function createCustomerChanges(database: Kysely<unknown>): Promise<void> {
  const counts = ['customers', 'holders', 'products', 'squares', 'several'];
  const table = texts(database.schema.createTable('customer_change'), ['identity'])
    .addColumn('division', 'text')
    .addColumn('at', 'timestamptz', (column) => column.notNull());
  await counts
    .reduce((wider, count) => wider.addColumn(count, 'integer', (spec) => spec.notNull()), table)
    .execute();
  await index(database, 'customer_change', 'identity');
}

async function createProgress(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('progress')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('events', 'integer', (column) => column.notNull())
    .addColumn('last_event_at', 'timestamptz')
    .execute();
}

async function createBooks(database: Kysely<unknown>): Promise<void> {
  await texts(database.schema.createTable('book_entry'), ['book', 'subject', 'actor'])
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('content', 'jsonb', (column) => column.notNull())
    .addPrimaryKeyConstraint('book_entry_key', ['book', 'subject', 'version'])
    .execute();
}

async function createAccessCounts(database: Kysely<unknown>): Promise<void> {
  const counts = ['requests', 'denied', 'personal'];
  const table = texts(database.schema.createTable('access_count'), ['count_id', 'stamp'])
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('division', 'text')
    .addColumn('agent', 'text');
  await counts
    .reduce((wider, count) => wider.addColumn(count, 'integer', (spec) => spec.notNull()), table)
    .addPrimaryKeyConstraint('access_count_key', ['count_id'])
    .execute();
  await index(database, 'access_count', 'at');
}

async function createAskedQuestions(database: Kysely<unknown>): Promise<void> {
  await texts(database.schema.createTable('asked_question'), ['subject'])
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('asked_at', 'timestamptz', (column) => column.notNull())
    .addColumn('question', 'jsonb', (column) => column.notNull())
    .addColumn('answer', 'jsonb')
    .execute();
  await index(database, 'asked_question', 'subject');
  await index(database, 'asked_question', 'asked_at');
}

function texts(
  table: CreateTableBuilder<string>,
  columns: readonly string[],
): CreateTableBuilder<string, string> {
  return columns.reduce<CreateTableBuilder<string, string>>(
    (wider, column) => wider.addColumn(column, 'text', (spec) => spec.notNull()),
    table,
  );
}

async function index(database: Kysely<unknown>, table: string, column: string): Promise<void> {
  await database.schema
    .createIndex(`${table}_${column}`)
    .on(table)
    .expression(sql.ref(column))
    .execute();
}
