import { ruleFor } from '../../schema/access/rules.ts';
import { judgeCaller } from '../../schema/access/evaluate-rule.ts';
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
  const answers = await Promise.all(
    atoms.map((atom) => judgeCaller(ruleFor(atom, policies), context)),
  );
  return new Set(atoms.filter((_, index) => answers[index] === 'every-row'));
}
