import { isOfCaller, judgeAll } from '../../schema/access/evaluate-rule.ts';
import type { JudgedCaller, RuleContext } from '../../schema/access/judged-caller.ts';
import type { CallerVerdict } from '../../schema/access/row-rule.ts';
import { ruleFor } from '../../schema/access/rules.ts';
import type { AccessRule, NamedPolicies } from '../../schema/access/rules.ts';
import type { GraphModel } from './graph-model.ts';
import { atomsOf, isMet } from './requirement.ts';
import type { Atom, Requirement } from './requirement.ts';

/** What a caller's rules say about a requirement. */
export type Decision = 'allow' | 'mask' | 'deny';

/** What they say about a check of objects: the same for all of them, or to be looked at in each. */
type CheckDecision = 'allow' | 'deny' | 'look';

/** What one operation asks the rules, each of them once. */
export interface Question {
  /** Places in the policy table, without those that ask for nothing. */
  readonly requirements: readonly number[];
  /** Places among the row checks. */
  readonly checks: readonly number[];
  readonly atoms: readonly Atom[];
  readonly rules: readonly AccessRule[];
  /** What was decided about whom; null where a rule looks at more than the caller, and is asked each time. */
  readonly known: WeakMap<JudgedCaller, Decisions> | null;
}

/** The decisions of one caller about one operation. */
export interface Decisions {
  /** One letter a requirement and a check of the question. Equal vectors see the same fields of the operation. */
  readonly vector: string;
  /** Whether nothing is denied and nothing masked, of no object either. */
  readonly allowsAll: boolean;
  /** By place in the policy table. What the question left out is denied. */
  readonly byRequirement: readonly Decision[];
  /** By place among the row checks. */
  readonly byCheck: readonly CheckDecision[];
  /** What holds of the caller whatever the object: not the same for all callers of one vector. */
  readonly held: ReadonlySet<Atom>;
  /** What holds of them for some object at least. */
  readonly mayHold: ReadonlySet<Atom>;
}

/** What of the graph decisions are about. */
export type Judged = Pick<GraphModel, 'table' | 'rows'>;

/** What an operation's fields ask for, by their places. */
export interface AskedPlaces {
  readonly requirements: ReadonlySet<number>;
  readonly checks: ReadonlySet<number>;
}

export function askFor(
  { requirements, checks }: AskedPlaces,
  { table, rows }: Judged,
  policies: NamedPolicies,
): Question {
  const inOrder = (places: ReadonlySet<number>): readonly number[] =>
    [...places].filter((place) => place !== 0).sort((a, b) => a - b);
  const [asking, checking] = [inOrder(requirements), inOrder(checks)];
  const reads = checking.flatMap((place) => rows.list[place]?.reads ?? []);
  const asked: readonly Requirement[] = [
    ...[...asking, ...reads].map((place) => table.requirements[place] ?? []),
    ...asking.map((place) => table.masks[place]?.seenBy ?? []),
    ...checking.map((place) => rows.list[place]?.requirement ?? []),
  ];
  const atoms = [...new Set(asked.flatMap((requirement) => atomsOf(requirement)))];
  const rules = atoms.map((atom) => ruleFor(atom, policies));
  return Object.freeze({
    ...{ requirements: asking, checks: checking, atoms, rules },
    known: rules.every(isOfCaller) ? new WeakMap<JudgedCaller, Decisions>() : null,
  });
}

/** Asks every rule of the question once and derives the decision on every requirement from the answers. */
export async function decide(
  question: Question,
  judged: Judged,
  context: RuleContext,
): Promise<Decisions> {
  const { caller } = context;
  const known = caller === null ? undefined : question.known?.get(caller);
  if (known !== undefined) return known;
  const decisions = decideBy(answersTo(question, await judgeAll(question.rules, context)), {
    question,
    judged,
  });
  if (caller !== null) question.known?.set(caller, decisions);
  return decisions;
}

function decideBy(
  answered: Answered,
  { question, judged }: { readonly question: Question; readonly judged: Judged },
): Decisions {
  const byRequirement = judged.table.requirements.map((_, place): Decision =>
    place === 0 ? 'allow' : 'deny',
  );
  let vector = '';
  for (const place of question.requirements) {
    const decision = decideField(place, judged.table, answered);
    byRequirement[place] = decision;
    vector += LETTERS[decision];
  }
  const byCheck = judged.rows.list.map((_, place): CheckDecision =>
    place === 0 ? 'allow' : 'deny',
  );
  for (const place of question.checks) {
    const decision = decideCheck(place, judged, answered);
    byCheck[place] = decision;
    vector += LETTERS[decision];
  }
  return { vector, allowsAll: /^a*$/.test(vector), byRequirement, byCheck, ...answered };
}

/** What holds of a caller whatever the object, and what may hold of some. */
interface Answered {
  readonly held: ReadonlySet<Atom>;
  readonly mayHold: ReadonlySet<Atom>;
}

function answersTo({ atoms }: Question, answers: readonly CallerVerdict[]): Answered {
  const held = new Set<Atom>();
  const mayHold = new Set<Atom>();
  for (const [index, atom] of atoms.entries()) {
    if (answers[index] === 'every-row') held.add(atom);
    if (answers[index] !== 'no-row') mayHold.add(atom);
  }
  return { held, mayHold };
}

/** Of objects that are judged each by itself, something may be left: so the field is asked for. */
function decideField(
  place: number,
  { requirements, masks }: Judged['table'],
  { held, mayHold }: Answered,
): Decision {
  if (!isMetAt(requirements[place], mayHold)) return 'deny';
  const mask = masks[place] ?? null;
  return mask === null || isMetAt(mask.seenBy, held) ? 'allow' : 'mask';
}

function decideCheck(
  place: number,
  { table, rows }: Judged,
  { held, mayHold }: Answered,
): CheckDecision {
  const check = rows.list[place] ?? null;
  if (check === null) return 'deny';
  if (isMetAt(check.requirement, held)) return 'allow';
  // What is to be looked at must be the caller's to read.
  const mayRead = check.reads.every((read) => isMetAt(table.requirements[read], mayHold));
  return mayRead && isMetAt(check.requirement, mayHold) ? 'look' : 'deny';
}

const LETTERS = Object.freeze({ allow: 'a', mask: 'm', deny: 'd', look: 'l' });

function isMetAt(requirement: Requirement | undefined, atoms: ReadonlySet<Atom>): boolean {
  return requirement !== undefined && isMet(requirement, (atom) => atoms.has(atom));
}

/** Whether anything of the value may be shown. */
export function isAllowed({ byRequirement }: Decisions, requirement: number): boolean {
  const decision = byRequirement[requirement];
  return decision === 'allow' || decision === 'mask';
}

export function isMasked({ byRequirement }: Decisions, requirement: number): boolean {
  return byRequirement[requirement] === 'mask';
}

/** Whether a check denies: it is about no object then, but about all. */
export function isCheckDenied({ byCheck }: Decisions, check: number): boolean {
  return byCheck[check] === 'deny';
}

/** Whether each object has to be looked at. */
export function isLookedAt({ byCheck }: Decisions, check: number): boolean {
  return byCheck[check] === 'look';
}

/** Whether a field of an object may be asked for: of some of its objects it may still be withheld. */
export function mayAsk(
  decisions: Decisions,
  field: { readonly requirement: number; readonly check: number },
  object: { readonly check: number },
): boolean {
  return (
    isAllowed(decisions, field.requirement) &&
    !isCheckDenied(decisions, field.check) &&
    !isCheckDenied(decisions, object.check)
  );
}
