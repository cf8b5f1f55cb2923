import type { Kysely } from 'kysely';

export async function createSurveyTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('survey_invitation')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('division', 'text', (column) => column.notNull())
    .addColumn('local_id', 'text')
    .addColumn('case_id', 'uuid', (column) => column.references('service_case.id'))
    .addColumn('interaction_id', 'uuid', (column) => column.references('interaction.id'))
    .addColumn('agent', 'text')
    .addColumn('topic', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('invited_at', 'timestamptz', (column) => column.notNull())
    .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
    .addColumn('answered_at', 'timestamptz')
    .execute();
  await database.schema
    .alterTable('survey_answer')
    // Were the row lock ever missed, one invitation would still not have two answers.
    .addColumn('invitation_id', 'uuid', (column) =>
      column.unique().references('survey_invitation.id'),
    )
    .execute();
}
