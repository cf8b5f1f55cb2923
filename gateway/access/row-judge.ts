import type { JudgedCaller } from '../../schema/access/judged-caller.ts';
import type { Row } from '../../schema/access/row-rule.ts';
import type { Decisions } from './decision.ts';
import type { RowCheck, RowChecks } from './row-checks.ts';

/** Whether one object passes a check; what of it is to be known is read by its key in the engine's data. */
export type RowJudge = (check: number, read: (engineKey: string) => unknown) => boolean;

/** One check for one caller: only what hangs on the object is left of it. */
type CheckJudge = (read: (engineKey: string) => unknown) => boolean;

/** Judges the objects of one request for its caller. What could not be found out is undefined, and no yes. */
export function createRowJudge(
  { list }: RowChecks,
  { held }: Decisions,
  caller: JudgedCaller | null,
): RowJudge {
  const judges = new Map<number, CheckJudge>();
  return (place, read) => {
    let judge = judges.get(place);
    if (judge === undefined) {
      const check = list[place] ?? null;
      judge = check === null ? () => false : judgeOf(check, held, caller);
      judges.set(place, judge);
    }
    return judge(read);
  };
}

/** What the caller holds whatever the object is taken out once, and not asked of a thousand objects. */
function judgeOf(
  { requirement, rules, needs }: RowCheck,
  held: Decisions['held'],
  caller: JudgedCaller | null,
): CheckJudge {
  const open = requirement
    .map((alternatives) =>
      alternatives.map((atoms) =>
        atoms
          .filter((atom) => !held.has(atom))
          .map((atom) => rules.get(atom)?.judgeFor(caller) ?? never),
      ),
    )
    .filter((alternatives) => alternatives.every((judges) => judges.length > 0));
  return (read) => {
    const row: Record<string, unknown> = {};
    for (const { field, engineKey } of needs) row[field] = read(engineKey);
    for (const alternatives of open) if (!isOneMet(alternatives, row)) return false;
    return true;
  };
}

type Alternatives = readonly (readonly ((row: Row) => boolean)[])[];

function isOneMet(alternatives: Alternatives, row: Row): boolean {
  for (const judges of alternatives) {
    if (judges.every((holds) => holds(row))) return true;
  }
  return false;
}

function never(): false {
  return false;
}
