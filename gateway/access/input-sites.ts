import {
  getNamedType,
  isLeafType,
  isEnumType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLInputType,
  OperationDefinitionNode,
  ValueNode,
} from 'graphql';
import type { GraphModel } from './graph-model.ts';
import { argumentCoordinate } from './input-rules.ts';

/** An argument of an operation for which something may be asked, depending on its value. */
export interface InputSite {
  readonly coordinate: string;
  /** The type that has the field. */
  readonly parent: string;
  readonly field: string;
  readonly argument: string;
  readonly type: GraphQLInputType;
  readonly value: ValueNode;
}

/**
 * The arguments of one operation to look at, those of its fragments included. Whether a field is skipped
 * makes no difference: what may not be given may not be given there either.
 */
export function inputSites(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { schema, inputRules }: GraphModel,
): readonly InputSite[] {
  if (inputRules.size === 0) return [];
  const typeInfo = new TypeInfo(schema);
  const sites: InputSite[] = [];
  const visitor = visitWithTypeInfo(typeInfo, {
    Directive: () => false,
    Argument({ name, value }) {
      const [type, parent] = [typeInfo.getInputType(), typeInfo.getParentType()];
      const field = typeInfo.getFieldDef();
      if (!type || !parent || !field) return;
      const coordinate = argumentCoordinate(parent.name, field.name, name.value);
      const named = getNamedType(type);
      if (!inputRules.has(coordinate) && isLeafType(named) && !isEnumType(named)) return;
      sites.push({
        ...{ coordinate, parent: parent.name, field: field.name },
        ...{ argument: name.value, type, value },
      });
    },
  });
  for (const definition of reachable(document, operation)) visit(definition, visitor);
  return Object.freeze(sites);
}

/** The operation and the fragments that it uses: another operation's are none of its business. */
function reachable(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ReadonlySet<OperationDefinitionNode | FragmentDefinitionNode> {
  const found = new Set<OperationDefinitionNode | FragmentDefinitionNode>([operation]);
  // A set is walked on while it grows.
  for (const definition of found) {
    visit(definition, {
      FragmentSpread({ name }) {
        for (const one of document.definitions) {
          if (one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name.value)
            found.add(one);
        }
      },
    });
  }
  return found;
}
