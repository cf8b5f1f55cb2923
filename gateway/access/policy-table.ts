import {
  getNamedType,
  isEnumType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
} from 'graphql';
import type {
  DocumentNode,
  FieldDefinitionNode,
  GraphQLInterfaceType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
} from 'graphql';
import { RowRule } from '../../schema/access/row-rule.ts';
import { policyRule } from '../../schema/access/rules.ts';
import type { NamedPolicies } from '../../schema/access/rules.ts';
import { readMasks } from '../../schema/masks/read-masks.ts';
import type { FieldMask } from '../../schema/masks/read-masks.ts';
import { faultAt } from './fault-place.ts';
import { allOf, implies, NOTHING_REQUIRED } from './requirement.ts';
import type { Atom, Requirement } from './requirement.ts';
import type { SecurityNames } from './security-features.ts';
import { STATES_NOTHING } from './stated-types.ts';
import type { StatedTypes } from './stated-types.ts';

/**
 * Who may read which field: one requirement for every field of every object type. Interfaces and unions
 * have none of their own; what they lead to is judged by the object types that can stand there.
 */
export interface PolicyTable {
  /** Whether any field asks for anything. */
  readonly isProtected: boolean;
  /** Every field that has a requirement, as `Type.field`, sorted. */
  readonly coordinates: readonly string[];
  /** The distinct requirements; the first one asks for nothing. */
  readonly requirements: readonly Requirement[];
  /** By the same places: how who may not see the value is shown it. */
  readonly masks: readonly (TableMask | null)[];
  /** Place in `requirements`. Introspection is open. Throws for a field that the table does not know. */
  requirementOf(objectType: string, field: string): number;
}

/** A mask, and what it takes to see through it. */
export interface TableMask {
  readonly mask: FieldMask;
  readonly seenBy: Requirement;
}

export interface TableSources {
  readonly names: SecurityNames;
  readonly stated: StatedTypes;
  readonly policies: NamedPolicies;
  readonly faults: string[];
}

/**
 * Derives the table from what the full supergraph states: a field asks for what is stated at itself, at its type and
 * at the type that it returns. Everything that leaves a doubt is added to `faults`.
 */
export function createPolicyTable(
  supergraph: DocumentNode,
  schema: GraphQLSchema,
  { names, stated, policies, faults }: TableSources,
): PolicyTable {
  const rows = new Map<string, Requirement>();
  for (const type of [...objectTypes(schema), ...interfacesOnTheirOwn(schema)]) {
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      rows.set(coordinate, fieldRequirement(stated, type, field));
    }
  }
  addStatedOnInterfaces(schema, stated, rows);
  const isOpen = ({ coordinate }: NamedField): boolean =>
    !asksOfCallers(rows.get(coordinate) ?? NOTHING_REQUIRED, policies);
  faults.push(...classifiedFields(schema, stated).filter(isOpen).map(openFieldFault));
  return tableOf(rows, readTableMasks(supergraph, names, faults));
}

function objectTypes(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !isIntrospectionType(type),
  );
}

function fieldRequirement(
  stated: StatedTypes,
  type: GraphQLObjectType | GraphQLInterfaceType,
  field: { readonly name: string; readonly type: GraphQLOutputType },
): Requirement {
  const { own, fields } = stated.get(type.name) ?? STATES_NOTHING;
  const returned = getNamedType(field.type);
  const judgedHere = isObjectType(returned) || isScalarType(returned) || isEnumType(returned);
  return allOf(
    own,
    fields.get(field.name) ?? NOTHING_REQUIRED,
    judgedHere ? ownOf(stated, returned.name) : NOTHING_REQUIRED,
  );
}

/**
 * Composition copies the requirements of object types to their interfaces. Such copies are left aside:
 * they would deny a caller one implementer for the sake of another. What an interface states beyond
 * them is its own, and goes to every implementer.
 */
function addStatedOnInterfaces(
  schema: GraphQLSchema,
  stated: StatedTypes,
  rows: Map<string, Requirement>,
): void {
  const composed = new Map(rows);
  const add = (coordinate: string, asked: Requirement): void => {
    rows.set(coordinate, allOf(rows.get(coordinate) ?? NOTHING_REQUIRED, asked));
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isInterfaceType(type)) continue;
    const implementers = schema.getPossibleTypes(type);
    const { own, fields } = stated.get(type.name) ?? STATES_NOTHING;
    if (!implies(allOf(...implementers.map((one) => ownOf(stated, one.name))), own)) {
      for (const one of implementers) {
        for (const field of Object.keys(one.getFields())) add(`${one.name}.${field}`, own);
      }
    }
    for (const [field, asked] of fields) {
      const coordinates = implementers.map((one) => `${one.name}.${field}`);
      const present = coordinates.map((one) => composed.get(one) ?? NOTHING_REQUIRED);
      if (implies(allOf(...present), asked)) continue;
      for (const coordinate of coordinates) add(coordinate, asked);
    }
  }
}

/** Interfaces that no type has: with `@interfaceObject` there can be objects of them all the same. */
function interfacesOnTheirOwn(schema: GraphQLSchema): readonly GraphQLInterfaceType[] {
  return Object.values(schema.getTypeMap())
    .filter(isInterfaceType)
    .filter((type) => schema.getPossibleTypes(type).length === 0);
}

function ownOf(stated: StatedTypes, type: string): Requirement {
  return (stated.get(type) ?? STATES_NOTHING).own;
}

interface NamedField {
  readonly coordinate: string;
  readonly astNode: FieldDefinitionNode | null | undefined;
}

function classifiedFields(schema: GraphQLSchema, stated: StatedTypes): readonly NamedField[] {
  return objectTypes(schema)
    .filter((type) => stated.get(type.name)?.isClassified === true)
    .flatMap((type) =>
      Object.values(type.getFields()).map(({ name, astNode }) => ({
        coordinate: `${type.name}.${name}`,
        astNode,
      })),
    );
}

/** A rule about objects says of which of them a field may be read, and leaves open by whom. */
function asksOfCallers(requirement: Requirement, policies: NamedPolicies): boolean {
  const isOfRows = (atom: Atom): boolean =>
    atom.startsWith('policy:') &&
    policyRule(atom.slice('policy:'.length), policies) instanceof RowRule;
  return requirement.some((alternatives) =>
    alternatives.every((list) => list.some((atom) => !isOfRows(atom))),
  );
}

/** In a graph that classifies its data, a field that no rule names is not to be served. */
function openFieldFault({ coordinate, astNode }: NamedField): string {
  return faultAt(
    astNode,
    `"${coordinate}" belongs to a classified type and must state who may read it: @authenticated, @requiresScopes or @policy.`,
  );
}

/** A mask of which there is any doubt is a fault, so that no value is shown for it. */
function readTableMasks(
  supergraph: DocumentNode,
  names: SecurityNames,
  faults: string[],
): ReadonlyMap<string, TableMask> {
  const masks = readMasks(supergraph, (name) => names.mask.has(name));
  faults.push(...masks.faults.map(({ node, message }) => faultAt(node, message)));
  return new Map(
    Array.from(masks.byField, ([coordinate, mask]) => {
      const lists = mask.scopes.map((list) => list.map((scope): Atom => `scope:${scope}`));
      return [coordinate, Object.freeze({ mask, seenBy: allOf([lists]) })];
    }),
  );
}

function tableOf(
  rows: ReadonlyMap<string, Requirement>,
  masked: ReadonlyMap<string, TableMask>,
): PolicyTable {
  const keyOf = (requirement: Requirement, mask: TableMask | null): string =>
    JSON.stringify([requirement, mask]);
  const places = new Map([[keyOf(NOTHING_REQUIRED, null), 0]]);
  const requirements: Requirement[] = [NOTHING_REQUIRED];
  const masks: (TableMask | null)[] = [null];
  const placeOf = new Map<string, number>();
  for (const [coordinate, requirement] of rows) {
    const mask = masked.get(coordinate) ?? null;
    const key = keyOf(requirement, mask);
    const place = places.get(key) ?? requirements.push(requirement) - 1;
    masks[place] = mask;
    places.set(key, place);
    placeOf.set(coordinate, place);
  }
  return Object.freeze({
    isProtected: requirements.length > 1,
    coordinates: Object.freeze([...placeOf.keys()].sort()),
    requirements: Object.freeze(requirements),
    masks: Object.freeze(masks),
    requirementOf(objectType: string, field: string): number {
      if (objectType.startsWith('__') || field.startsWith('__')) return 0;
      const place = placeOf.get(`${objectType}.${field}`);
      if (place === undefined)
        throw new Error(`Field "${objectType}.${field}" is not in the table.`);
      return place;
    },
  });
}
