import { evaluateRule } from '../../schema/access/evaluate-rule.ts';
import type { ShieldRule } from '../../schema/access/graphql-shield.ts';
import type { PolicyTable } from './policy-table.ts';
import { atomsOf, isMet } from './requirement.ts';
import type { Atom } from './requirement.ts';
import { ruleFor } from '../../schema/access/rules.ts';
import type { NamedPolicies, RuleContext } from '../../schema/access/rules.ts';

/** What a caller's rules say about a requirement. Checks of a row are decisions too, once there are any. */
export type Decision = 'allow' | 'mask' | 'deny';

/** What one operation asks the rules, each of them once. */
export interface Question {
  /** Places in the policy table, without those that ask for nothing. */
  readonly requirements: readonly number[];
  readonly atoms: readonly { readonly atom: Atom; readonly rule: ShieldRule }[];
}

/** The decisions of one caller about one operation. */
export interface Decisions {
  /** One letter a requirement of the question. Equal vectors see the same of the operation. */
  readonly vector: string;
  /** Whether nothing is denied and nothing masked. */
  readonly allowsAll: boolean;
  /** By place in the policy table. What the question left out is denied. */
  readonly byRequirement: readonly Decision[];
}

export function askFor(
  requirements: ReadonlySet<number>,
  table: PolicyTable,
  policies: NamedPolicies,
): Question {
  const asking = [...requirements].filter((place) => place !== 0).sort((a, b) => a - b);
  const atoms = new Set(
    asking.flatMap((place) => [
      ...atomsOf(table.requirements[place] ?? []),
      ...atomsOf(table.masks[place]?.seenBy ?? []),
    ]),
  );
  return Object.freeze({
    requirements: asking,
    atoms: Array.from(atoms, (atom) => ({ atom, rule: ruleFor(atom, policies) })),
  });
}

/** Asks every rule of the question once and derives the decision on every requirement from the answers. */
export async function decide(
  question: Question,
  table: PolicyTable,
  context: RuleContext,
): Promise<Decisions> {
  const atoms = question.atoms;
  const answers = await Promise.all(atoms.map(({ rule }) => evaluateRule(rule, context)));
  const held = new Set(atoms.filter((_, index) => answers[index] === true).map(({ atom }) => atom));
  const byRequirement = table.requirements.map((_, place): Decision =>
    place === 0 ? 'allow' : 'deny',
  );
  let vector = '';
  for (const place of question.requirements) {
    const decision = judge(place, table, held);
    byRequirement[place] = decision;
    vector += decision.charAt(0);
  }
  return { vector, allowsAll: /^a*$/.test(vector), byRequirement };
}

function judge(
  place: number,
  { requirements, masks }: PolicyTable,
  held: ReadonlySet<Atom>,
): Decision {
  const holds = (atom: Atom): boolean => held.has(atom);
  const requirement = requirements[place];
  if (requirement === undefined || !isMet(requirement, holds)) return 'deny';
  const mask = masks[place] ?? null;
  return mask === null || isMet(mask.seenBy, holds) ? 'allow' : 'mask';
}

/** Whether anything of the value may be shown. */
export function isAllowed({ byRequirement }: Decisions, requirement: number): boolean {
  const decision = byRequirement[requirement];
  return decision === 'allow' || decision === 'mask';
}

export function isMasked({ byRequirement }: Decisions, requirement: number): boolean {
  return byRequirement[requirement] === 'mask';
}
