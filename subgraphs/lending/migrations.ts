import { sql, type Kysely } from 'kysely';
import type { Migration } from '../kit/room-database.ts';

/** The room keeps no loans, only how far it has told the others of them. */
export interface LendingTables {
  readonly feed_cursor: {
    readonly id: number;
    /** The store that the sequence belongs to. */
    readonly store: string;
    readonly sequence: string;
  };
  /** Loans that were told of as products. */
  readonly fed_loan: {
    readonly loan_id: string;
    readonly borrower: string;
    readonly state: 'open' | 'closed';
  };
}

export const migrations: readonly Migration[] = [
  {
    name: '0001_feed',
    async up(database: Kysely<unknown>) {
      await database.schema
        .createTable('feed_cursor')
        .addColumn('id', 'integer', (column) => column.primaryKey().check(sql`id = 1`))
        .addColumn('store', 'text', (column) => column.notNull())
        .addColumn('sequence', 'bigint', (column) => column.notNull())
        .execute();
      await database.schema
        .createTable('fed_loan')
        .addColumn('loan_id', 'text', (column) => column.primaryKey())
        .addColumn('borrower', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .execute();
    },
  },
];
