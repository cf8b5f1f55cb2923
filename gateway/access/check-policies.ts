import { visit } from 'graphql';
import type { DocumentNode, StringValueNode } from 'graphql';
import { faultAt } from './fault-place.ts';
import { containsNot, isShieldRule } from '../../schema/access/graphql-shield.ts';
import { RowRule } from '../../schema/access/row-rule.ts';
import { policyRule } from '../../schema/access/rules.ts';
import type { NamedPolicies } from '../../schema/access/rules.ts';
import { readSecurityNames } from './security-features.ts';

/** What is wrong between the policies that the supergraph names, everywhere it does, and the rules that there are. */
export function checkPolicies(
  supergraph: DocumentNode,
  policies: NamedPolicies,
): readonly string[] {
  const unknown = namedIn(supergraph)
    .filter(({ value }) => policyRule(value, policies) === undefined)
    .map((node) =>
      faultAt(node, `Policy "${node.value}" is named in the supergraph and must have a rule.`),
    );
  const broken = Object.entries(policies).flatMap(([name, value]) => faultOf(name, value));
  return [...unknown, ...broken.sort()];
}

/** The names in all `@policy`, whatever the supergraph calls that. */
function namedIn(supergraph: DocumentNode): readonly StringValueNode[] {
  const { requirements } = readSecurityNames(supergraph);
  const named: StringValueNode[] = [];
  visit(supergraph, {
    Directive(node) {
      if (requirements.get(node.name.value) !== 'policy') return;
      visit(node, {
        StringValue(text) {
          if (text.value !== '') named.push(text);
        },
      });
    },
  });
  return named;
}

function faultOf(name: string, value: unknown): readonly string[] {
  if (value instanceof RowRule) return [];
  if (!isShieldRule(value)) {
    return [
      `Policy "${name}" must be a graphql-shield rule or one about objects, but got: ${typeof value}.`,
    ];
  }
  // `not` makes a yes of a rule that throws.
  return containsNot(value)
    ? [`Policy "${name}" must be a rule without "not", which opens when the rule inside it fails.`]
    : [];
}
