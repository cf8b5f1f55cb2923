import { isTypeDefinitionNode, Kind, visit } from 'graphql';
import type {
  ASTNode,
  ConstDirectiveNode,
  DefinitionNode,
  DocumentNode,
  FieldDefinitionNode,
} from 'graphql';
import { faultAt } from './fault-place.ts';
import { allOf, NOTHING_REQUIRED } from './requirement.ts';
import type { Requirement } from './requirement.ts';
import type { SecurityNames } from './security-features.ts';
import { statedRequirement } from './stated-requirements.ts';

/** What the supergraph's SDL states at a type and at each of its fields, nothing derived yet. */
export interface StatedType {
  readonly own: Requirement;
  readonly fields: ReadonlyMap<string, Requirement>;
  /** Whether the type or any field of it carries a classification. */
  readonly isClassified: boolean;
}

export type StatedTypes = ReadonlyMap<string, StatedType>;

export const STATES_NOTHING: StatedType = Object.freeze({
  own: NOTHING_REQUIRED,
  fields: new Map<string, Requirement>(),
  isClassified: false,
});

/** Types that can carry a requirement; a definition and its extensions count together. */
type Carrier = Extract<
  DefinitionNode,
  {
    kind:
      | Kind.OBJECT_TYPE_DEFINITION
      | Kind.OBJECT_TYPE_EXTENSION
      | Kind.INTERFACE_TYPE_DEFINITION
      | Kind.INTERFACE_TYPE_EXTENSION
      | Kind.SCALAR_TYPE_DEFINITION
      | Kind.SCALAR_TYPE_EXTENSION
      | Kind.ENUM_TYPE_DEFINITION
      | Kind.ENUM_TYPE_EXTENSION;
  }
>;

const CARRIERS: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.OBJECT_TYPE_EXTENSION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_EXTENSION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_EXTENSION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.ENUM_TYPE_EXTENSION,
]);

/** Reads every type of the supergraph. A requirement where none can be enforced is a fault. */
export function readStatedTypes(
  supergraph: DocumentNode,
  names: SecurityNames,
  faults: string[],
): StatedTypes {
  const types = new Map<string, StatedType>();
  const read = new Set<ASTNode>();
  const defined = new Set(
    supergraph.definitions.filter(isTypeDefinitionNode).map((one) => one.name.value),
  );
  for (const definition of supergraph.definitions) {
    if (!isCarrier(definition)) continue;
    const name = definition.name.value;
    if (!defined.has(name)) {
      faults.push(faultAt(definition, `Type "${name}" is extended and must be defined.`));
    }
    const stated = readType(definition, names, faults);
    for (const directive of carriedDirectives(definition)) read.add(directive);
    types.set(name, merge(types.get(name) ?? STATES_NOTHING, stated));
  }
  visit(supergraph, {
    Directive(node) {
      if (!names.requirements.has(node.name.value) || read.has(node)) return;
      faults.push(
        faultAt(
          node,
          `@${node.name.value} must stand on an object, interface, scalar or enum type or on an output field, but stands elsewhere.`,
        ),
      );
    },
  });
  return types;
}

function isCarrier(definition: DefinitionNode): definition is Carrier {
  return CARRIERS.has(definition.kind);
}

function fieldsOf(definition: Carrier): readonly FieldDefinitionNode[] {
  return 'fields' in definition ? (definition.fields ?? []) : [];
}

function carriedDirectives(definition: Carrier): readonly ConstDirectiveNode[] {
  const onFields = fieldsOf(definition).flatMap((field) => field.directives ?? []);
  return [...(definition.directives ?? []), ...onFields];
}

function readType(definition: Carrier, names: SecurityNames, faults: string[]): StatedType {
  const type = definition.name.value;
  const read = (coordinate: string, directives?: readonly ConstDirectiveNode[]): Requirement =>
    statedRequirement({ coordinate, directives: directives ?? [] }, names.requirements, faults);
  return {
    own: read(type, definition.directives),
    fields: new Map(
      fieldsOf(definition).map((field) => [
        field.name.value,
        read(`${type}.${field.name.value}`, field.directives),
      ]),
    ),
    isClassified: carriedDirectives(definition).some((one) =>
      names.classification.has(one.name.value),
    ),
  };
}

function merge(first: StatedType, second: StatedType): StatedType {
  const fields = new Map(first.fields);
  for (const [field, requirement] of second.fields) {
    fields.set(field, allOf(fields.get(field) ?? NOTHING_REQUIRED, requirement));
  }
  return Object.freeze({
    own: allOf(first.own, second.own),
    fields,
    isClassified: first.isClassified || second.isClassified,
  });
}
