import { Kind } from 'graphql';
import type { ASTNode, InputValueDefinitionNode } from 'graphql';
import { faultAt } from '../fault.ts';
import type { SchemaFault } from '../fault.ts';
import { fieldsOf, namedType } from '../room-graph.ts';
import type { RoomField, RoomGraph } from '../room-graph.ts';
import { returnType } from './field-set.ts';
import {
  both,
  fieldRequirement,
  implementers,
  implies,
  isProtected,
  typeRequirement,
} from './requirement.ts';
import { isSameName } from './same-name.ts';

/** Something a client can name in an argument of a field. */
interface Handle {
  readonly what: string;
  readonly name: string;
  readonly node: ASTNode;
}

/**
 * No argument, input field or enum value is named like a protected field of what is returned, because to
 * filter or sort by a value is to read it. It is no fault when who may ask at all may read that value too.
 *
 * What a mutation is given it writes, so its arguments are left alone, but for those that select:
 * `filter`, `where`, `match`, `if…`, `orderBy`, `sort` and the like.
 */
export function noArgumentOracle(graph: RoomGraph): readonly SchemaFault[] {
  return fieldsOf(graph).flatMap((field) => {
    const handles = handlesOf(graph, field);
    if (handles.length === 0) return [];
    const guarded = protectedFields(graph, field);
    return handles.flatMap(({ what, name, node }) =>
      guarded
        .filter((named) => isSameName(name, named.field))
        .map((named) => {
          const message =
            `${what} "${name}" of field "${field.type.name}.${field.name}" must not be named like the protected ` +
            `field "${named.type}.${named.field}", which it lets a caller guess: ask for the same rule on "${field.name}".`;
          return faultAt(node, field.type.room.file, 'ARG_ORACLE', message);
        }),
    );
  });
}

/** Fields of the returned objects that ask for more than the asking field does. */
function protectedFields(
  graph: RoomGraph,
  field: RoomField,
): readonly { readonly type: string; readonly field: string }[] {
  const { name } = field.type;
  const asked = both(fieldRequirement(graph, name, field.name), typeRequirement(graph, name));
  return returnedTypes(graph, namedType(field.node.type)).flatMap((type) =>
    fieldNames(graph, type)
      .filter((inner) => {
        const wanted = both(fieldRequirement(graph, type, inner), typeRequirement(graph, type));
        return isProtected(wanted) && !implies(asked, wanted);
      })
      .map((inner) => ({ type, field: inner })),
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
      held.flatMap((name) => [name, ...implementers(graph, name), ...members(graph, name)]),
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

function handlesOf(graph: RoomGraph, field: RoomField): readonly Handle[] {
  const given = field.node.arguments ?? [];
  const judged = field.type.name === 'Mutation' ? given.filter(isSelecting) : given;
  return handlesIn(graph, judged, 'Argument', new Set());
}

const SELECTING =
  /^(filter|where|match|when|if|order|sort|search)(?![a-z])|(Filter|Where|Order|OrderBy|Sort)$/;

function isSelecting(argument: InputValueDefinitionNode): boolean {
  return SELECTING.test(argument.name.value) || SELECTING.test(namedType(argument.type));
}

/** Arguments, the fields of their input types at any depth, and the values of their enums. */
function handlesIn(
  graph: RoomGraph,
  inputs: readonly InputValueDefinitionNode[],
  what: string,
  seen: Set<string>,
): readonly Handle[] {
  return inputs.flatMap((input): readonly Handle[] => {
    const own = { what, name: input.name.value, node: input };
    const type = namedType(input.type);
    if (seen.has(type)) return [own];
    seen.add(type);
    const nodes = (graph.types.get(type) ?? []).flatMap((part) => part.nodes);
    return [
      own,
      ...nodes.flatMap((node) => {
        if (node.kind === Kind.ENUM_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_EXTENSION) {
          const values = node.values ?? [];
          return values.map((value) => ({
            what: 'Enum value',
            name: value.name.value,
            node: value,
          }));
        }
        const isInput =
          node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ||
          node.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION;
        return isInput ? handlesIn(graph, node.fields ?? [], 'Input field', seen) : [];
      }),
    ];
  });
}
