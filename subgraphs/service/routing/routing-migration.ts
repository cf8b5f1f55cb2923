import { sql, type Kysely } from 'kysely';
import type { Migration } from '../../kit/room-database.ts';

export const routingMigration: Migration = { name: '0007_routing', up: createRouting };

async function createRouting(database: Kysely<unknown>): Promise<void> {
  await createTeams(database);
  await database.schema
    .alterTable('service_case')
    .addColumn('language', 'text')
    .addColumn('team', 'text')
    .addColumn('queued_at', 'timestamptz')
    .addColumn('queue_due_at', 'timestamptz')
    .addColumn('escalated_to', 'text')
    .execute();
  await database.schema
    .createIndex('service_case_queued')
    .on('service_case')
    .column('team')
    .where(sql.ref('queued_at'), 'is not', null)
    .execute();
  // How many cases somebody has is counted whenever they are to be given another.
  await database.schema
    .createIndex('service_case_in_hand')
    .on('service_case')
    .column('agent')
    .where(sql<boolean>`agent is not null and status not in ('SOLVED', 'CLOSED')`)
    .execute();
}

async function createTeams(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('service_team')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('division', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('assignment', 'text', (column) => column.notNull())
    .addColumn('second_line', 'text', (column) => column.references('service_team.id'))
    .addColumn('leads', sql`text[]`, (column) => column.notNull())
    .execute();
  await database.schema
    .createTable('team_client')
    .addColumn('team', 'text', (column) => column.notNull().references('service_team.id'))
    .addColumn('division', 'text', (column) => column.notNull())
    .addColumn('local_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('team_client_once', ['division', 'local_id', 'team'])
    .execute();
  await database.schema
    .createTable('service_agent')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('team', 'text', (column) => column.notNull().references('service_team.id'))
    .addColumn('capacity', 'integer', (column) => column.notNull())
    .addColumn('presence', 'text', (column) => column.notNull())
    .addColumn('idle_since', 'timestamptz', (column) => column.notNull())
    .addColumn('case_types', sql`text[]`, (column) => column.notNull())
    .addColumn('categories', sql`text[]`, (column) => column.notNull())
    .addColumn('divisions', sql`text[]`, (column) => column.notNull())
    .addColumn('languages', sql`text[]`, (column) => column.notNull())
    .execute();
}
