import { sql, type Kysely } from 'kysely';

const TEXT = sql`text collate "C"`;

/** Concerns have no key: workers that find the same one must not wait for each other. */
export async function createRematching({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('rematch_job')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('model_version', TEXT, (column) => column.notNull())
    .addColumn('created', 'timestamptz', (column) => column.notNull())
    .addColumn('finished', 'timestamptz')
    .execute();
  await schema
    .createTable('rematch_task')
    .addColumn('job_id', 'uuid', (column) => column.notNull())
    .addColumn('phase', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('division', TEXT, (column) => column.notNull())
    .addColumn('local_id', TEXT, (column) => column.notNull())
    .addColumn('is_done', 'boolean', (column) => column.notNull())
    .addPrimaryKeyConstraint('rematch_task_key', ['job_id', 'phase', 'number'])
    .execute();
  await schema
    .createTable('rematch_concern')
    .addColumn('job_id', 'uuid', (column) => column.notNull())
    .addColumn('place', TEXT, (column) => column.notNull())
    .execute();
  await schema
    .createIndex('rematch_concern_by_place')
    .on('rematch_concern')
    .columns(['job_id', 'place'])
    .execute();
}
