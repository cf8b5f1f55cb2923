import { sql, type Kysely } from 'kysely';

/**
 * Tables that every room has: events waiting to be published, and the ids of events it has taken.
 *
 * Both only grow. Published events stay, so that a room that joins later can be told of them again; and an
 * id that was forgotten would let its event count twice, since a bus that lost its place gives old events again.
 */
export interface KitTables {
  readonly outbox: {
    position: string;
    id: string;
    type: string;
    occurred_at: Date;
    payload: unknown;
    claimed_until: Date | null;
    published_at: Date | null;
  };
  readonly consumed_event: { id: string };
}

export const kitMigration = {
  name: '0000_events',
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createTable('outbox')
      .addColumn('position', 'bigserial', (column) => column.primaryKey())
      .addColumn('id', 'uuid', (column) => column.notNull().unique())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('occurred_at', 'timestamptz', (column) => column.notNull())
      .addColumn('payload', 'jsonb', (column) => column.notNull())
      .addColumn('claimed_until', 'timestamptz')
      .addColumn('published_at', 'timestamptz')
      .execute();
    await database.schema
      .createIndex('outbox_waiting')
      .on('outbox')
      .column('position')
      .where(sql.ref('published_at'), 'is', null)
      .execute();
    await database.schema
      .createTable('consumed_event')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .execute();
  },
};
