import type { JudgedCaller } from '../../schema/access/judged-caller.ts';
import type { Decisions } from './decision.ts';
import { isMet } from './requirement.ts';
import type { RowCheck, RowChecks } from './row-checks.ts';

/** Whether one object passes a check; what of it is to be known is read by its key in the engine's data. */
export type RowJudge = (check: number, read: (engineKey: string) => unknown) => boolean;

/** Judges the objects of one request for its caller. What could not be found out is undefined, and no yes. */
export function createRowJudge(
  { list }: RowChecks,
  { held }: Decisions,
  caller: JudgedCaller | null,
): RowJudge {
  return (place, read) => {
    const check = list[place] ?? null;
    return check !== null && passes(check, read, { held, caller });
  };
}

function passes(
  { requirement, rules, needs }: RowCheck,
  read: (engineKey: string) => unknown,
  { held, caller }: { readonly held: Decisions['held']; readonly caller: JudgedCaller | null },
): boolean {
  const row: Record<string, unknown> = {};
  for (const { field, engineKey } of needs) row[field] = read(engineKey);
  return isMet(
    requirement,
    (atom) => held.has(atom) || (rules.get(atom)?.allows(row, caller) ?? false),
  );
}
