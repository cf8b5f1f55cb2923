import type { Kysely } from 'kysely';
import type { Instant } from '../column-types.ts';
import type { ComplaintDecision, ComplaintState } from './complaint-machine.ts';

export interface ComplaintTables {
  readonly complaint_step: ComplaintStepTable;
}

/** What was done about a complaint after its receipt: rows are inserted, never changed. */
interface ComplaintStepTable {
  case_id: string;
  /** From 1, without gaps. */
  position: number;
  state: ComplaintState;
  at: Instant;
  actor: string;
  note: string | null;
  decision: ComplaintDecision | null;
}

export async function createComplaintTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('complaint_step')
    .addColumn('case_id', 'uuid', (column) => column.notNull().references('service_case.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addColumn('decision', 'text')
    .addPrimaryKeyConstraint('complaint_step_place', ['case_id', 'position'])
    .execute();
}
