import { sql, type Kysely } from 'kysely';

const TEXT = sql`text collate "C"`;

/** Rows are only ever added: who placed a hold, and who released it and why, stays. */
export async function createLegalHolds({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('legal_hold')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('matter', TEXT, (column) => column.notNull())
    .addColumn('placed_at', 'timestamptz', (column) => column.notNull())
    .addColumn('placed_by', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('legal_hold_record')
    .addColumn('division', TEXT, (column) => column.notNull())
    .addColumn('local_id', TEXT, (column) => column.notNull())
    .addColumn('hold_id', 'uuid', (column) => column.notNull())
    .addPrimaryKeyConstraint('legal_hold_record_key', ['division', 'local_id', 'hold_id'])
    .execute();
  await schema
    .createIndex('legal_hold_record_by_hold')
    .on('legal_hold_record')
    .column('hold_id')
    .execute();
  await schema
    .createTable('legal_hold_release')
    .addColumn('hold_id', 'uuid', (column) => column.primaryKey())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('released_at', 'timestamptz', (column) => column.notNull())
    .addColumn('released_by', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('kept_version')
    .addColumn('division', TEXT, (column) => column.notNull())
    .addColumn('local_id', TEXT, (column) => column.notNull())
    .addColumn('version', 'numeric', (column) => column.notNull())
    .addColumn('raw', 'jsonb', (column) => column.notNull())
    .addColumn('recorded_at', 'timestamptz', (column) => column.notNull())
    .addColumn('replaced_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('kept_version_key', ['division', 'local_id', 'version'])
    .execute();
}
