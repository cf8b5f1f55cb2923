import { getNamedType, isLeafType, isObjectType, isRequiredArgument, Kind, parse } from 'graphql';
import type { FieldNode, GraphQLObjectType, SelectionSetNode } from 'graphql';
import { RESERVED_PREFIX } from './engine-names.ts';

/** One field that a rule about rows has to know of an object. */
export interface RowNeed {
  readonly field: string;
  /** Where the engine puts it: apart from what the client asked for, whatever that was. */
  readonly engineKey: string;
  readonly node: FieldNode;
}

export interface ReadNeeds {
  readonly needs: readonly RowNeed[];
  /** Every field on the way, as type and field. */
  readonly reads: readonly (readonly [type: string, field: string])[];
}

const NEED_PREFIX = `${RESERVED_PREFIX}n_`;

/** Reads a selection like `sourceRecords { division }` of a type. Throws, as a sentence, for one that does not fit. */
export function readRowNeeds(type: GraphQLObjectType, selection: string): ReadNeeds {
  const selectionSet = parseSelection(selection);
  const reads: [string, string][] = [];
  collectReads(type, selectionSet, reads);
  const needs = fieldsIn(selectionSet).map(({ name, selectionSet: inside }): RowNeed => {
    const engineKey = `${NEED_PREFIX}${name.value}`;
    const node: FieldNode = {
      kind: Kind.FIELD,
      alias: { kind: Kind.NAME, value: engineKey },
      name,
      ...(inside === undefined ? {} : { selectionSet: inside }),
    };
    return Object.freeze({ field: name.value, engineKey, node });
  });
  return { needs, reads };
}

function parseSelection(selection: string): SelectionSetNode {
  const [definition] = parse(`{ ${selection} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('it is no selection');
  return definition.selectionSet;
}

function fieldsIn({ selections }: SelectionSetNode): readonly FieldNode[] {
  return selections.map((one) => {
    if (one.kind === Kind.FIELD && one.alias === undefined && one.arguments?.length === 0)
      return one;
    throw new Error('it may name fields only, without alias, argument or fragment');
  });
}

function collectReads(
  type: GraphQLObjectType,
  selectionSet: SelectionSetNode,
  reads: [string, string][],
): void {
  for (const { name, selectionSet: inside } of fieldsIn(selectionSet)) {
    const field = type.getFields()[name.value];
    if (field === undefined) throw new Error(`there is no field "${type.name}.${name.value}"`);
    if (field.args.some(isRequiredArgument))
      throw new Error(`"${type.name}.${name.value}" must be given an argument`);
    reads.push([type.name, name.value]);
    const returned = getNamedType(field.type);
    if (inside === undefined && isLeafType(returned)) continue;
    if (inside === undefined || !isObjectType(returned))
      throw new Error(`"${type.name}.${name.value}" is of type "${returned.name}"`);
    collectReads(returned, inside, reads);
  }
}
