import { sql, type Kysely } from 'kysely';
import type { Migration } from '../kit/room-database.ts';

export const voiceMigration: Migration = {
  name: '0010_voice',
  async up(database: Kysely<unknown>): Promise<void> {
    await createInvitations(database);
    await createReviews(database);
    await createOffers(database);
    for (const table of ['survey_invitation', 'qa_review', 'offer']) {
      await database.schema.createIndex(`${table}_at`).on(table).column('at').execute();
    }
  },
};

async function createInvitations(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('survey_invitation')
    .addColumn('invitation_id', 'text', (column) => column.primaryKey())
    .addColumn('stamp', 'text', (column) => column.notNull())
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('division', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('agent', 'text')
    .addColumn('topic', 'text')
    .execute();
  await database.schema.alterTable('survey').addColumn('invitation_id', 'text').execute();
  await database.schema
    .createIndex('survey_invitation_id')
    .on('survey')
    .column('invitation_id')
    .where(sql.ref('invitation_id'), 'is not', null)
    .execute();
}

async function createReviews(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('qa_review')
    .addColumn('review_id', 'text', (column) => column.primaryKey())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('division', 'text', (column) => column.notNull())
    .addColumn('agent', 'text', (column) => column.notNull())
    .addColumn('score', 'double precision', (column) => column.notNull())
    .addColumn('critical_errors', 'text', (column) => column.notNull())
    .execute();
}

async function createOffers(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('offer')
    .addColumn('offer_id', 'text', (column) => column.primaryKey())
    .addColumn('stamp', 'text', (column) => column.notNull())
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('division', 'text', (column) => column.notNull())
    .addColumn('seller', 'text', (column) => column.notNull())
    .addColumn('agent', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .execute();
}
