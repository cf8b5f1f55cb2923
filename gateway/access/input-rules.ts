import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, Kind, visit } from 'graphql';
import type {
  ConstDirectiveNode,
  DocumentNode,
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLInterfaceType,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';
import { faultAt } from './fault-place.ts';
import { allOf, NOTHING_REQUIRED } from './requirement.ts';
import type { Requirement } from './requirement.ts';
import type { SecurityFeature, SecurityNames } from './security-features.ts';
import { statedRequirement } from './stated-requirements.ts';

/**
 * What is asked for giving an argument (`Query.customers(orderBy:)`), an input field (`CustomerFilter.ssn`) or
 * an enum value (`CustomerOrder.SSN_ASC`), because to sort or filter by a value is to read it. What asks for
 * nothing is not in it.
 */
export type InputRules = ReadonlyMap<string, Requirement>;

/** Reads every `@access` of what clients can give; the copies of several subgraphs count together. */
export function readInputRules(
  supergraph: DocumentNode,
  schema: GraphQLSchema,
  { names, faults }: { readonly names: SecurityNames; readonly faults: string[] },
): InputRules {
  faults.push(...strayDirectives(supergraph, names));
  const meaning = new Map(
    [...names.access].map((name): [string, SecurityFeature] => [name, SCOPES]),
  );
  const rules = new Map<string, Requirement>();
  for (const { coordinate, astNode } of places(schema)) {
    const directives = astNode?.directives ?? [];
    const asked = statedRequirement({ coordinate, directives }, meaning, faults);
    if (asked.length > 0) rules.set(coordinate, asked);
  }
  shareWithInterfaces(schema, rules);
  return rules;
}

/** Both take a list of lists of scopes. */
const SCOPES: SecurityFeature = 'requiresScopes';

export function argumentCoordinate(type: string, field: string, argument: string): string {
  return `${type}.${field}(${argument}:)`;
}

interface InputPlace {
  readonly coordinate: string;
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] } | null | undefined;
}

function places(schema: GraphQLSchema): readonly InputPlace[] {
  return Object.values(schema.getTypeMap()).flatMap((type): readonly InputPlace[] => {
    if (isObjectType(type) || isInterfaceType(type)) return argumentPlaces(type);
    return isInputObjectType(type) || isEnumType(type) ? memberPlaces(type) : [];
  });
}

function argumentPlaces(type: GraphQLObjectType | GraphQLInterfaceType): readonly InputPlace[] {
  return Object.values(type.getFields()).flatMap(({ name, args }) =>
    args.map((argument) => ({
      coordinate: argumentCoordinate(type.name, name, argument.name),
      astNode: argument.astNode,
    })),
  );
}

function memberPlaces(type: GraphQLInputObjectType | GraphQLEnumType): readonly InputPlace[] {
  const members = isEnumType(type) ? type.getValues() : Object.values(type.getFields());
  return members.map(({ name, astNode }) => ({ coordinate: `${type.name}.${name}`, astNode }));
}

/**
 * An argument given to an interface's field reaches every type behind it, and the other way round: first each type
 * takes over what its interfaces say, then each interface what any of its types asks for.
 */
function shareWithInterfaces(schema: GraphQLSchema, rules: Map<string, Requirement>): void {
  const shared = Object.values(schema.getTypeMap())
    .filter(isInterfaceType)
    .flatMap((type) =>
      argumentPlaces(type).flatMap(({ coordinate }) =>
        schema.getPossibleTypes(type).map((one) => ({
          behind: one.name + coordinate.slice(type.name.length),
          through: coordinate,
        })),
      ),
    );
  const add = (coordinate: string, from: string): void => {
    const [own, more] = [rules.get(coordinate), rules.get(from)];
    if (more !== undefined) rules.set(coordinate, allOf(own ?? NOTHING_REQUIRED, more));
  };
  for (const { behind, through } of shared) add(behind, through);
  for (const { behind, through } of shared) add(through, behind);
}

/** Where nothing would enforce it, it must not look as if something did. */
function strayDirectives(supergraph: DocumentNode, { access }: SecurityNames): readonly string[] {
  const faults: string[] = [];
  visit(supergraph, {
    enter(node) {
      const isPlace =
        node.kind === Kind.INPUT_VALUE_DEFINITION || node.kind === Kind.ENUM_VALUE_DEFINITION;
      if (isPlace || !('directives' in node)) return;
      for (const directive of node.directives ?? []) {
        if (!access.has(directive.name.value)) continue;
        const must = 'must stand on an argument, an input field or an enum value';
        faults.push(faultAt(directive, `@${directive.name.value} ${must}, but stands elsewhere.`));
      }
    },
  });
  return faults;
}
