import { getNamedType, isCompositeType, isListType, isNonNullType } from 'graphql';
import type { GraphQLOutputType } from 'graphql';
import { collectFields } from './collect-fields.ts';
import type { CompileScope, Occurrence, Place, Source } from './collect-fields.ts';
import { anyOf } from './condition.ts';
import type { Guard } from './condition.ts';
import { engineKeyOf } from './engine-names.ts';
import { fieldDefinition } from './graph-model.ts';

/** What a selection set looks like in the response, for each object type that can stand there. */
export interface SelectionShape {
  /** Set when all possible types look the same. */
  readonly only: ObjectShape | null;
  readonly byType: ReadonlyMap<string, ObjectShape>;
}

/** The fields of one object, merged, in the order of the response. */
export interface ObjectShape {
  readonly fields: readonly FieldShape[];
}

export interface FieldShape {
  readonly responseKey: string;
  /** Where the value stands in the engine's result. */
  readonly engineKey: string;
  /** Place of the field's requirement in the policy table. */
  readonly requirement: number;
  readonly guard: Guard;
  readonly value: ValueShape;
  /** Null for a leaf. */
  readonly selection: SelectionShape | null;
  readonly location: Location;
}

/** The wrapping types of a field, outermost first. */
export interface ValueShape {
  readonly nonNull: boolean;
  /** Null for what is not a list. */
  readonly item: ValueShape | null;
}

/** Where a selection stands in the response. */
export interface Location {
  /** Response keys, with `@` for the elements of a list: `customers.@.ssn`. */
  readonly at: string;
  /** Response keys down to the first list. */
  readonly path: readonly string[];
  readonly isInList: boolean;
}

const ROOT: Location = Object.freeze({ at: '', path: [], isInList: false });

/** Builds the shape of an operation: the root selection set with everything below it. */
export function buildShape(source: Source, place: Place, scope: CompileScope): SelectionShape {
  return buildSelection([source], { ...place, location: ROOT }, scope);
}

type LocatedPlace = Place & { readonly location: Location };

function buildSelection(
  sources: readonly Source[],
  place: LocatedPlace,
  scope: CompileScope,
): SelectionShape {
  const occurrences = collectFields(sources, place, scope);
  const bySignature = new Map<string, ObjectShape>();
  const byType = new Map<string, ObjectShape>();
  const fields = new FieldBuilder(occurrences, place.location, scope);
  for (const type of place.types.names) {
    const signature = fields.signature(type);
    const shape = bySignature.get(signature) ?? fields.build(type);
    bySignature.set(signature, shape);
    byType.set(type, shape);
  }
  const [only] = bySignature.size === 1 ? bySignature.values() : [];
  return Object.freeze({ only: only ?? null, byType });
}

/** Builds the fields of one selection set; types that see the same fields share what is below them. */
class FieldBuilder {
  readonly #occurrences: readonly Occurrence[];
  readonly #location: Location;
  readonly #scope: CompileScope;
  readonly #selections = new Map<string, SelectionShape>();

  constructor(occurrences: readonly Occurrence[], location: Location, scope: CompileScope) {
    this.#occurrences = occurrences;
    this.#location = location;
    this.#scope = scope;
  }

  /** Equal for two types exactly when their objects look the same and are judged the same. */
  signature(type: string): string {
    const { schema, table } = this.#scope.graph;
    const parts: string[] = [];
    for (const [index, { node, types }] of this.#occurrences.entries()) {
      if (!types.names.has(type)) continue;
      const field = fieldDefinition(schema, type, node.name.value);
      parts.push(`${index}:${table.requirementOf(type, field.name)}:${field.type.toString()}`);
    }
    return parts.join();
  }

  build(type: string): ObjectShape {
    const byKey = new Map<string, Map<number, Occurrence>>();
    for (const [index, occurrence] of this.#occurrences.entries()) {
      if (!occurrence.types.names.has(type)) continue;
      const same = byKey.get(occurrence.responseKey) ?? new Map<number, Occurrence>();
      byKey.set(occurrence.responseKey, same.set(index, occurrence));
    }
    const fields = [...byKey.values()].map((same) => this.#buildField(type, same));
    return Object.freeze({ fields: Object.freeze(fields) });
  }

  #buildField(type: string, same: ReadonlyMap<number, Occurrence>): FieldShape {
    const occurrences = [...same.values()];
    const [first] = occurrences;
    if (first === undefined) throw new Error('A field stands at one place at least.');
    const { graph } = this.#scope;
    const definition = fieldDefinition(graph.schema, type, first.node.name.value);
    const value = valueShape(definition.type);
    const location = locate(this.#location, first.responseKey);
    const inside = value.item === null ? location : enterList(location, value.item);
    return Object.freeze({
      responseKey: first.responseKey,
      engineKey: engineKeyOf(first.node, graph.injectedNames),
      requirement: graph.table.requirementOf(type, definition.name),
      guard: anyOf(occurrences.map(({ condition }) => condition)),
      value,
      selection: this.#buildChild(same, definition.type, inside),
      location,
    });
  }

  #buildChild(
    same: ReadonlyMap<number, Occurrence>,
    type: GraphQLOutputType,
    location: Location,
  ): SelectionShape | null {
    const named = getNamedType(type);
    if (!isCompositeType(named)) return null;
    const key = `${named.name}:${[...same.keys()].join()}`;
    const known = this.#selections.get(key);
    if (known !== undefined) return known;
    const sources = [...same.values()].flatMap(({ node, condition }) =>
      node.selectionSet === undefined ? [] : [{ selectionSet: node.selectionSet, condition }],
    );
    const types = this.#scope.typeSets.possible(named.name);
    const built = buildSelection(sources, { parent: named.name, types, location }, this.#scope);
    this.#selections.set(key, built);
    return built;
  }
}

function valueShape(type: GraphQLOutputType): ValueShape {
  if (isNonNullType(type)) return Object.freeze({ ...valueShape(type.ofType), nonNull: true });
  const item = isListType(type) ? valueShape(type.ofType) : null;
  return Object.freeze({ nonNull: false, item });
}

function locate(parent: Location, responseKey: string): Location {
  return Object.freeze({
    at: parent.at === '' ? responseKey : `${parent.at}.${responseKey}`,
    path: parent.isInList ? parent.path : Object.freeze([...parent.path, responseKey]),
    isInList: parent.isInList,
  });
}

function enterList(location: Location, item: ValueShape): Location {
  const inside = Object.freeze({ ...location, at: `${location.at}.@`, isInList: true });
  return item.item === null ? inside : enterList(inside, item.item);
}
