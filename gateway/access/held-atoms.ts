import { ruleFor } from '../../schema/access/rules.ts';
import { judgeAll } from '../../schema/access/evaluate-rule.ts';
import { atomsOf } from './requirement.ts';
import type { Atom, Requirement } from './requirement.ts';
import type { NamedPolicies, RuleContext } from '../../schema/access/rules.ts';

/** What of all that several requirements ask for is true of the caller; each rule is asked once. */
export async function heldAtoms(
  requirements: readonly Requirement[],
  policies: NamedPolicies,
  context: RuleContext,
): Promise<ReadonlySet<Atom>> {
  const atoms = [...new Set(requirements.flatMap(atomsOf))];
  const rules = atoms.map((atom) => ruleFor(atom, policies));
  const answers = await judgeAll(rules, context);
  return new Set(atoms.filter((_, index) => answers[index] === 'every-row'));
}
