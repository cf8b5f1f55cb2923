import { sql, type Kysely } from 'kysely';

export async function createQaTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('qa_form')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('questions', 'jsonb', (column) => column.notNull())
    .addColumn('defined_by', 'text', (column) => column.notNull())
    .addColumn('defined_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('qa_form_version', ['name', 'version'])
    .execute();
  await createReviews(database);
  await database.schema
    .createIndex('service_case_by_resolved_at')
    .on('service_case')
    .column('resolved_at')
    .where(sql.ref('resolved_at'), 'is not', null)
    .execute();
}

async function createReviews(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('qa_review')
    .addColumn('id', 'uuid', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('latest', 'boolean', (column) => column.notNull())
    .addColumn('case_id', 'uuid', (column) => column.notNull().references('service_case.id'))
    .addColumn('division', 'text', (column) => column.notNull())
    .addColumn('agent', 'text', (column) => column.notNull())
    .addColumn('form', 'text', (column) => column.notNull())
    .addColumn('form_version', 'integer', (column) => column.notNull())
    .addColumn('score', 'double precision', (column) => column.notNull())
    .addColumn('judged', 'jsonb', (column) => column.notNull())
    .addColumn('critical_errors', 'jsonb', (column) => column.notNull())
    .addColumn('answers', 'jsonb', (column) => column.notNull())
    .addColumn('comment', 'text')
    .addColumn('reviewer', 'text', (column) => column.notNull())
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('qa_review_revision', ['id', 'revision'])
    .addForeignKeyConstraint('qa_review_form', ['form', 'form_version'], 'qa_form', [
      'name',
      'version',
    ])
    .execute();
  await createLatestIndex(database, 'qa_review_by_at', ['at', 'id']);
  await createLatestIndex(database, 'qa_review_by_agent', ['agent', 'at', 'id']);
  await database.schema
    .createIndex('qa_review_once')
    .on('qa_review')
    .unique()
    .columns(['case_id', 'form', 'reviewer'])
    .where(sql.ref('latest'), '=', true)
    .execute();
}

async function createLatestIndex(
  database: Kysely<unknown>,
  name: string,
  columns: readonly string[],
): Promise<void> {
  await database.schema
    .createIndex(name)
    .on('qa_review')
    .columns([...columns])
    .where(sql.ref('latest'), '=', true)
    .execute();
}
