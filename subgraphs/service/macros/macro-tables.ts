import type { Kysely, Selectable } from 'kysely';
import type { Instant, Json } from '../column-types.ts';
import type { Macro, MacroStep } from './macro.ts';

export interface MacroTables {
  readonly macro: MacroTable;
}

/** Rows are inserted, never changed. */
interface MacroTable {
  name: string;
  version: number;
  steps: Json<readonly MacroStep[]>;
  defined_by: string;
  defined_at: Instant;
}

export function macroOfRow(row: Selectable<MacroTable>): Macro {
  const { name, version, steps } = row;
  return { name, version, steps, definedBy: row.defined_by, definedAt: row.defined_at };
}

export async function createMacroTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('macro')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('steps', 'jsonb', (column) => column.notNull())
    .addColumn('defined_by', 'text', (column) => column.notNull())
    .addColumn('defined_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('macro_version', ['name', 'version'])
    .execute();
}
