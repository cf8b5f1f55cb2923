import { Kind } from 'graphql';
import type {
  ConstDirectiveNode,
  ConstValueNode,
  EnumValueDefinitionNode,
  InputValueDefinitionNode,
} from 'graphql';
import { argumentOf } from '../linked-names.ts';
import { directivesOf, namedType, typeDirectives } from '../room-graph.ts';
import type { RoomField, RoomGraph, RoomType } from '../room-graph.ts';

/**
 * What a caller must hold: one of the clauses, whole. `[[]]` is held by everybody. The same form as the
 * `scopes` of `@requiresScopes`, with what kind of thing each atom is.
 */
export type Requirement = readonly (readonly string[])[];

export const NOTHING: Requirement = [[]];
const AUTHENTICATED: Requirement = [['authenticated']];

/** Both. */
export function both(left: Requirement, right: Requirement): Requirement {
  const clauses = left.flatMap((a) => right.map((b) => [...new Set([...a, ...b])].sort()));
  return clauses.filter(
    // A clause that holds all of a shorter one adds nothing; of equal ones the first stays.
    (clause, index) =>
      !clauses.some(
        (other, at) =>
          at !== index &&
          other.every((atom) => clause.includes(atom)) &&
          (other.length < clause.length || at < index),
      ),
  );
}

/** Whether whoever holds the first holds the second. */
export function implies(holds: Requirement, wanted: Requirement): boolean {
  return holds.every((held) =>
    wanted.some((clause) =>
      // Who has a scope or a policy is somebody.
      clause.every((atom) => held.includes(atom) || (atom === 'authenticated' && held.length > 0)),
    ),
  );
}

/** More than being somebody. */
export function isProtected(requirement: Requirement): boolean {
  return !implies(AUTHENTICATED, requirement);
}

/** What the access directives of one place ask for. */
function requirementIn(find: (meaning: string) => readonly ConstDirectiveNode[]): Requirement {
  const authenticated = find('authenticated').map(() => AUTHENTICATED);
  const scopes = find('requiresScopes').map((directive) => clausesOf(directive, 'scopes', 'scope'));
  const policies = find('policy').map((directive) => clausesOf(directive, 'policies', 'policy'));
  return [...authenticated, ...scopes, ...policies].reduce(both, NOTHING);
}

/** A room's own directives on a field. */
export function ownRequirement(field: RoomField): Requirement {
  return requirementIn((meaning) => directivesOf(field.type.room, field.node, meaning));
}

/** A room's own directives on a type. */
export function ownTypeRequirement(type: RoomType): Requirement {
  return requirementIn((meaning) => typeDirectives(type, meaning));
}

/** What a room's `@access` asks for giving an argument, an input field or an enum value. */
export function inputRequirement(
  room: RoomField['type']['room'],
  node: InputValueDefinitionNode | EnumValueDefinitionNode,
): Requirement {
  const directives = directivesOf(room, node, 'access');
  return directives.map((one) => clausesOf(one, 'scopes', 'scope')).reduce(both, NOTHING);
}

/** What all rooms together ask for a type. */
export function typeRequirement(graph: RoomGraph, name: string): Requirement {
  return (graph.types.get(name) ?? []).map(ownTypeRequirement).reduce(both, NOTHING);
}

/**
 * What all rooms together ask for a field: on the field itself, on the type it returns, and for an interface's
 * field on the same field of every type that implements it. The type that the field is on is left out.
 */
export function fieldRequirement(graph: RoomGraph, type: string, field: string): Requirement {
  return [type, ...(graph.implementers.get(type) ?? [])]
    .flatMap((name) => graph.types.get(name) ?? [])
    .flatMap((part) => part.fields.filter((candidate) => candidate.name === field))
    .flatMap((part) => [ownRequirement(part), typeRequirement(graph, namedType(part.node.type))])
    .reduce(both, NOTHING);
}

/** An empty list asks for nothing, as composition reads it. */
function clausesOf(directive: ConstDirectiveNode, argument: string, kind: string): Requirement {
  const clauses = listOf(argumentOf(directive, argument)).map((clause) =>
    listOf(clause).flatMap((item) => (item.kind === Kind.STRING ? [`${kind}:${item.value}`] : [])),
  );
  return clauses.length === 0 ? NOTHING : clauses;
}

/** GraphQL reads one value where a list is expected as a list of one. */
function listOf(value: ConstValueNode | undefined): readonly ConstValueNode[] {
  if (value === undefined || value.kind === Kind.NULL) return [];
  return value.kind === Kind.LIST ? value.values : [value];
}
