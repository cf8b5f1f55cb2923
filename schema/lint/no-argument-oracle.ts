import { Kind } from 'graphql';
import type { EnumValueDefinitionNode, InputValueDefinitionNode } from 'graphql';
import { RowRule } from '../access/row-rule.ts';
import { namedPolicies, policyRule } from '../access/rules.ts';
import { faultAt } from '../fault.ts';
import type { SchemaFault } from '../fault.ts';
import type { Room } from '../read-room.ts';
import { fieldsOf, namedType } from '../room-graph.ts';
import type { RoomField, RoomGraph } from '../room-graph.ts';
import { returnType } from './field-set.ts';
import {
  both,
  fieldRequirement,
  implies,
  inputRequirement,
  isProtected,
  NOTHING,
  typeRequirement,
} from './requirement.ts';
import type { Requirement } from './requirement.ts';
import { seenBy } from './room-masks.ts';
import { isSameName } from './same-name.ts';

/** Something a client can name in an argument of a field. */
interface Handle {
  readonly room: Room;
  readonly what: string;
  readonly name: string;
  readonly node: InputValueDefinitionNode | EnumValueDefinitionNode;
}

/** With what `@access` asks of whoever gives it: its own, and that of the argument that it is in. */
type JudgedHandle = Handle & { readonly access: Requirement };

/**
 * No argument, input field or enum value is named like a protected field of what is returned, because to
 * filter or sort by a value is to read it. It is no fault when who may ask at all, or by `@access`
 * give just this, may read that value too.
 *
 * What a mutation is given it writes, so its arguments are left alone, but for those that select:
 * `filter`, `where`, `match`, `if…`, `orderBy`, `sort` and the like.
 */
export function noArgumentOracle(graph: RoomGraph): readonly SchemaFault[] {
  const seen = seenBy(graph);
  return fieldsOf(graph).flatMap((field) => {
    const handles = handlesOf(graph, field);
    if (handles.length === 0) return [];
    const { name: type } = field.type;
    const asked = both(fieldRequirement(graph, type, field.name), typeRequirement(graph, type));
    const guarded = protectedFields(graph, field, seen);
    return handles.flatMap(({ what, name, node, access }) =>
      guarded
        .filter((named) => isSameName(name, named.field))
        .filter(({ wanted }) => !implies(both(asked, access), wanted))
        .map((named) => {
          const message =
            `${what} "${name}" of field "${field.type.name}.${field.name}" must not be named like the protected ` +
            `field "${named.type}.${named.field}", which it lets a caller guess: ask for the same rule on "${field.name}", or with @access on it.`;
          return faultAt(node, field.type.room.file, 'ARG_ORACLE', message);
        }),
    );
  });
}

/** Fields of the returned objects that it takes more than being somebody to read, or to see through the mask of. */
function protectedFields(
  graph: RoomGraph,
  field: RoomField,
  seen: ReadonlyMap<string, Requirement>,
): readonly { readonly type: string; readonly field: string; readonly wanted: Requirement }[] {
  return returnedTypes(graph, namedType(field.node.type)).flatMap((type) =>
    fieldNames(graph, type)
      .map((inner) => ({
        type,
        field: inner,
        wanted: [
          withoutRowRules(fieldRequirement(graph, type, inner)),
          withoutRowRules(typeRequirement(graph, type)),
          seen.get(`${type}.${inner}`) ?? NOTHING,
        ].reduce(both),
      }))
      .filter(({ wanted }) => isProtected(wanted)),
  );
}

/** Rooms list and count only objects that pass, so whoever filters them learns of objects that they may read. */
function withoutRowRules(requirement: Requirement): Requirement {
  return requirement.map((clause) =>
    clause.filter((atom) => {
      const [kind, name = ''] = atom.split(':');
      return kind !== 'policy' || !(policyRule(name, namedPolicies) instanceof RowRule);
    }),
  );
}

function fieldNames(graph: RoomGraph, type: string): readonly string[] {
  const fields = (graph.types.get(type) ?? []).flatMap((part) => part.fields);
  return [...new Set(fields.map((field) => field.name))];
}

/** The type, what a Relay connection of it holds, and the objects behind an interface or union. */
function returnedTypes(graph: RoomGraph, type: string): readonly string[] {
  const node = returnType(graph, {
    type: returnType(graph, { type, field: 'edges' }) ?? '',
    field: 'node',
  });
  const held = [type, returnType(graph, { type, field: 'nodes' }), node].filter(
    (name) => name !== null,
  );
  return [
    ...new Set(
      held.flatMap((name) => [
        name,
        ...(graph.implementers.get(name) ?? []),
        ...members(graph, name),
      ]),
    ),
  ];
}

function members(graph: RoomGraph, union: string): readonly string[] {
  return (graph.types.get(union) ?? []).flatMap((part) =>
    part.nodes.flatMap((node) =>
      'types' in node ? (node.types ?? []).map((type) => type.name.value) : [],
    ),
  );
}

function handlesOf(graph: RoomGraph, field: RoomField): readonly JudgedHandle[] {
  const given = field.node.arguments ?? [];
  const judged = field.type.name === 'Mutation' ? given.filter(isSelecting) : given;
  return judged.flatMap((argument) => {
    const outer = inputRequirement(field.type.room, argument);
    const own = handle(field.type.room, 'Argument', argument);
    return handlesIn(graph, [own], new Set()).map((one) => ({
      ...one,
      access: both(outer, inputRequirement(one.room, one.node)),
    }));
  });
}

const SELECTING =
  /^(filter|where|match|when|if|order|sort|search)(?![a-z])|(Filter|Where|Order|OrderBy|Sort)$/;

function isSelecting(argument: InputValueDefinitionNode): boolean {
  return SELECTING.test(argument.name.value) || SELECTING.test(namedType(argument.type));
}

/** Arguments, the fields of their input types at any depth, and the values of their enums. */
function handlesIn(
  graph: RoomGraph,
  inputs: readonly Handle[],
  seen: Set<string>,
): readonly Handle[] {
  return inputs.flatMap((own): readonly Handle[] => {
    const type = 'type' in own.node ? namedType(own.node.type) : '';
    if (seen.has(type)) return [own];
    seen.add(type);
    const parts = (graph.types.get(type) ?? []).flatMap(({ room, nodes }) =>
      nodes.map((node) => ({ room, node })),
    );
    return [
      own,
      ...parts.flatMap(({ room, node }) => {
        if (node.kind === Kind.ENUM_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_EXTENSION) {
          const values = node.values ?? [];
          return values.map((value) => handle(room, 'Enum value', value));
        }
        const isInput =
          node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ||
          node.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION;
        const fields = isInput ? (node.fields ?? []) : [];
        return handlesIn(
          graph,
          fields.map((one) => handle(room, 'Input field', one)),
          seen,
        );
      }),
    ];
  });
}

function handle(room: Room, what: string, node: Handle['node']): Handle {
  return { room, what, name: node.name.value, node };
}
