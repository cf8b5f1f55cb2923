import { containsNot, isShieldRule } from './graphql-shield.ts';
import type { PolicyTable } from './policy-table.ts';
import { atomsOf } from './requirement.ts';
import type { NamedPolicies } from './rules.ts';

/** What is wrong between the policies that the supergraph names and the rules that there are. */
export function checkPolicies(table: PolicyTable, policies: NamedPolicies): readonly string[] {
  const atoms = new Set(table.requirements.flatMap(atomsOf));
  const named = [...atoms].filter((atom) => atom.startsWith('policy:'));
  const unknown = named
    .map((atom) => atom.slice('policy:'.length))
    .filter((name) => !Object.hasOwn(policies, name))
    .map((name) => `Policy "${name}" is named in the supergraph and must have a rule.`);
  const broken = Object.entries(policies).flatMap(([name, value]) => faultOf(name, value));
  return [...unknown, ...broken].sort();
}

function faultOf(name: string, value: unknown): readonly string[] {
  if (!isShieldRule(value)) {
    return [`Policy "${name}" must be a graphql-shield rule, but got: ${typeof value}.`];
  }
  // `not` makes a yes of a rule that throws.
  return containsNot(value)
    ? [`Policy "${name}" must be a rule without "not", which opens when the rule inside it fails.`]
    : [];
}
