import { Kind, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode } from 'graphql';
import { faultAt } from './fault-place.ts';
import { allOf } from './requirement.ts';
import type { Alternatives, Atom, Requirement } from './requirement.ts';
import type { SecurityFeature } from './security-features.ts';

/** Something that can carry requirements, and how a fault calls it. */
export interface Protected {
  readonly coordinate: string;
  readonly directives: readonly ConstDirectiveNode[];
}

const PREFIX = Object.freeze({ requiresScopes: 'scope', policy: 'policy' });
const ARGUMENT = Object.freeze({ requiresScopes: 'scopes', policy: 'policies' });

/**
 * What the directives of one type or field ask for, all of them together: the same directive from two
 * subgraphs asks twice. Faults go to the list; what cannot be read never counts as open.
 */
export function statedRequirement(
  where: Protected,
  names: ReadonlyMap<string, SecurityFeature>,
  faults: string[],
): Requirement {
  const stated: Requirement[] = [];
  for (const directive of where.directives) {
    const feature = names.get(directive.name.value);
    if (feature === undefined) continue;
    const alternatives = readAlternatives(directive, feature);
    if (alternatives === null) {
      faults.push(
        faultAt(
          directive,
          `"${where.coordinate}": @${directive.name.value} must name at least one requirement as a list of lists of text.`,
        ),
      );
    } else {
      stated.push([alternatives]);
    }
  }
  return allOf(...stated);
}

function readAlternatives(
  directive: ConstDirectiveNode,
  feature: SecurityFeature,
): Alternatives | null {
  if (feature === 'authenticated') return [['authenticated']];
  const node = directive.arguments?.find((one) => one.name.value === ARGUMENT[feature])?.value;
  if (node === undefined || node.kind === Kind.NULL) return null;
  // List input coercion (GraphQL specification, section 3.11): one value stands for a list of it.
  const lists = toList(valueFromASTUntyped(node)).map(toList);
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
  const complete = lists.length > 0 && lists.every((list) => list.length > 0 && list.every(isText));
  if (!complete) return null;
  return lists.map((list) => list.map((text): Atom => `${PREFIX[feature]}:${String(text)}`));
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
