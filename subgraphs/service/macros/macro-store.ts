import type { Kysely } from 'kysely';
import { DomainError } from '../../kit/domain-error.ts';
import type { Case } from '../model.ts';
import { moveRoutedCase } from '../routing/move-routed-case.ts';
import type { RoutingStore } from '../routing/routing-store.ts';
import { caseNotFound, lockCase, type Act } from '../store/case-writer.ts';
import { caseReader } from '../store/case-reader.ts';
import { lockName } from '../store/lock-name.ts';
import type { ServiceTables } from '../tables.ts';
import type { Macro, MacroStep } from './macro.ts';
import { macroOfRow } from './macro-tables.ts';
import { planMacro, type PlannedStep } from './plan-macro.ts';

/** The latest version of every macro, by name. */
export async function readMacros(database: Kysely<ServiceTables>): Promise<readonly Macro[]> {
  const rows = await database
    .selectFrom('macro')
    .selectAll()
    .distinctOn('name')
    .orderBy('name')
    .orderBy('version', 'desc')
    .execute();
  return rows.map(macroOfRow);
}

async function readMacro(database: Kysely<ServiceTables>, name: string): Promise<Macro | null> {
  const row = await database
    .selectFrom('macro')
    .selectAll()
    .where('name', '=', name)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : macroOfRow(row);
}

/** Adds the next version of a macro; of two at once the second is the version after the first. */
export function defineMacro(
  database: Kysely<ServiceTables>,
  { name, steps }: { readonly name: string; readonly steps: readonly MacroStep[] },
  { actor, at }: Act,
): Promise<Macro> {
  return database.transaction().execute(async (transaction) => {
    await lockName(transaction, 'macro', name);
    const version = ((await readMacro(transaction, name))?.version ?? 0) + 1;
    await transaction
      .insertInto('macro')
      .values({
        ...{ name, version, steps: JSON.stringify(steps) },
        ...{ defined_by: actor, defined_at: at.toISOString() },
      })
      .execute();
    return { name, version, steps, definedBy: actor, definedAt: at };
  });
}

export interface MacroRun {
  readonly macro: Macro;
  /** As the run left it; as it was, after a dry run. */
  readonly case: Case;
  readonly steps: readonly PlannedStep[];
}

export interface MacroCall {
  readonly caseId: string;
  readonly macro: string;
}

/** What a run would do now. Reads, and locks nothing. Throws CASE_NOT_FOUND and MACRO_NOT_FOUND. */
export async function tryMacro(
  database: Kysely<ServiceTables>,
  { caseId, macro: name }: MacroCall,
  act: Act,
): Promise<MacroRun> {
  const macro = await macroNamed(database, name);
  const about = (await caseReader(database).byIds([caseId])).get(caseId);
  if (about === undefined) throw caseNotFound(caseId);
  return { macro, case: about, steps: planMacro(macro.steps, about, act) };
}

/**
 * Does all steps of a macro to a case, or none: the case is locked from before the first until after the last. Throws
 * CASE_NOT_FOUND, MACRO_NOT_FOUND and MACRO_REFUSED, which says which step is impossible and why.
 */
export async function runMacro(
  store: RoutingStore,
  { caseId, macro: name }: MacroCall,
  act: Act,
): Promise<MacroRun> {
  const macro = await macroNamed(store.transaction, name);
  const before = await lockCase(store.transaction, caseId);
  const steps = planMacro(macro.steps, before, act);
  for (const step of steps) if (step.refusal !== null) throw refused(macro, step);
  let moved = before;
  for (const { command } of steps) moved = await moveRoutedCase(store, caseId, command, act);
  return { macro, case: moved, steps };
}

async function macroNamed(database: Kysely<ServiceTables>, name: string): Promise<Macro> {
  const found = await readMacro(database, name);
  if (found !== null) return found;
  const message = `Argument "macro" must name a macro, but got: ${JSON.stringify(name)}.`;
  throw new DomainError('MACRO_NOT_FOUND', message);
}

function refused({ name }: Macro, { position, command, refusal }: PlannedStep): DomainError {
  const message = `Step ${position} (${command.verb}) of macro ${JSON.stringify(name)}: ${refusal ?? ''}`;
  return new DomainError('MACRO_REFUSED', message);
}
