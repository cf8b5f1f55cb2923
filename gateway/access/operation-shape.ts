import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { GraphQLOutputType } from 'graphql';
import type { Masker } from '../../schema/masks/mask.ts';
import { collectFields } from './collect-fields.ts';
import type { CompileScope, Occurrence, Place, Source } from './collect-fields.ts';
import type { Condition } from './condition.ts';
import { engineKeyOf, subjectKeysOf } from './engine-names.ts';
import { fieldDefinition } from './graph-model.ts';
import type { GraphModel } from './graph-model.ts';

/** What a selection set looks like in the response. */
export type SelectionShape =
  | { readonly kind: 'object'; readonly type: string; readonly object: ObjectShape }
  /** For each object type that can stand there; types that look the same share their shape. */
  | {
      readonly kind: 'abstract';
      readonly byType: ReadonlyMap<string, ObjectShape>;
      /** Whether an object there may be of a type that clients do not see: it is none of these. */
      readonly mayHide: boolean;
    };

/** The fields of one object, merged, in the order of the response. */
export interface ObjectShape {
  /** Where in the engine's result an object says whose data it is, the first that is there; empty if it does not. */
  readonly subjectKeys: readonly string[];
  /** Place of the check on objects of its type among the graph's; 0 for none. */
  readonly check: number;
  readonly fields: readonly FieldShape[];
}

export interface FieldShape {
  readonly responseKey: string;
  /** `__typename`: known without the engine's help. */
  readonly isTypeName: boolean;
  readonly fieldName: string;
  /** Where the value stands in the engine's result. */
  readonly engineKey: string;
  /** Place of the field's requirement in the policy table. */
  readonly requirement: number;
  /** What shows each value to who may see it masked only; null where there is no mask. */
  readonly mask: Masker | null;
  /** Place of the check on its objects that is the field's own; 0 for none. */
  readonly check: number;
  /** A field of several conditional places stands once for each: it comes where it is included first. */
  readonly condition: Condition;
  readonly value: ValueShape;
  /** The type inside all wrapping ones. */
  readonly typeName: string;
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
  const fields = new FieldBuilder(occurrences, place.location, scope);
  scope.budget.descend();
  const shape = isAbstractType(scope.typeSets.composite(place.parent))
    ? abstractShape(place.types.names, fields, scope.typeSets.mayHide(place.parent))
    : ({ kind: 'object', type: place.parent, object: fields.build(place.parent) } as const);
  scope.budget.ascend();
  return Object.freeze(shape);
}

function abstractShape(
  types: ReadonlySet<string>,
  fields: FieldBuilder,
  mayHide: boolean,
): SelectionShape {
  const bySignature = new Map<string, ObjectShape>();
  const byType = new Map<string, ObjectShape>();
  for (const type of types) {
    const signature = fields.signature(type);
    const shape = bySignature.get(signature) ?? fields.build(type);
    bySignature.set(signature, shape);
    byType.set(type, shape);
  }
  return { kind: 'abstract', byType, mayHide };
}

export function objectsByType(selection: SelectionShape): ReadonlyMap<string, ObjectShape> {
  if (selection.kind === 'abstract') return selection.byType;
  return new Map([[selection.type, selection.object]]);
}

/**
 * What stands there whatever its type; null where the shape hangs on the type, and where nothing of the object is
 * shown: that it has a type is all that can be known of it then.
 */
export function onlyObject(
  selection: SelectionShape,
): { readonly type: string; readonly object: ObjectShape } | null {
  if (selection.kind === 'object') return selection;
  if (selection.mayHide) return null;
  const [[type, object] = [], ...others] = selection.byType;
  if (type === undefined || object === undefined || object.fields.length === 0) return null;
  const looksTheSame =
    others.every(([, other]) => other === object) &&
    !object.fields.some((field) => field.isTypeName);
  return others.length === 0 || looksTheSame ? { type, object } : null;
}

/** The distinct objects that can stand where a selection set is. */
export function objectsOf(selection: SelectionShape): Iterable<ObjectShape> {
  return selection.kind === 'object' ? [selection.object] : new Set(selection.byType.values());
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
    const { graph } = this.#scope;
    const parts = [String(graph.rows.ofObject(type)), graph.subjects.get(type) ?? ''];
    for (const [index, { node, types }] of this.#occurrences.entries()) {
      if (types.names.has(type))
        parts.push(`${index}:${lookOfField(graph, type, node.name.value)}`);
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
    const fields = [...byKey.values()].flatMap((same) => this.#buildField(type, same));
    fields.sort(([a], [b]) => a - b);
    return Object.freeze({
      check: this.#scope.graph.rows.ofObject(type),
      fields: Object.freeze(fields.map(([, field]) => field)),
      subjectKeys: subjectKeysOf(type, this.#scope.graph),
    });
  }

  /** The field with each of the positions that it may take in the response. */
  #buildField(
    type: string,
    same: ReadonlyMap<number, Occurrence>,
  ): readonly (readonly [number, FieldShape])[] {
    const [[, first] = []] = same;
    if (first === undefined) throw new Error('A field stands at one place at least.');
    const { graph, findings } = this.#scope;
    const definition = fieldDefinition(graph.schema, type, first.node.name.value);
    const engineKey = engineKeyOf(first.node, graph.injectedNames);
    if (engineKey !== first.responseKey) findings.needsRewording = true;
    const value = valueShape(definition.type);
    const location = locate(this.#location, first.responseKey);
    const inside = value.item === null ? location : enterList(location, value.item);
    const requirement = graph.table.requirementOf(type, definition.name);
    const field = {
      responseKey: first.responseKey,
      isTypeName: definition === TypeNameMetaFieldDef,
      fieldName: definition.name,
      engineKey,
      requirement,
      mask: graph.table.masks[requirement]?.mask.apply ?? null,
      check: graph.rows.ofField(type, definition.name),
      value,
      typeName: getNamedType(definition.type).name,
      selection: this.#buildChild(same, definition.type, inside),
      location,
    };
    return positions(same).map(([position, condition]) => [
      position,
      Object.freeze({ ...field, condition }),
    ]);
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

/** Equal for a field of two types exactly when it looks the same and is judged the same. */
export function lookOfField(
  { schema, table, rows }: GraphModel,
  type: string,
  name: string,
): string {
  const field = fieldDefinition(schema, type, name);
  const asked = `${table.requirementOf(type, field.name)}:${rows.ofField(type, field.name)}`;
  return `${asked}:${field.type.toString()}`;
}

/** The first place that is always included ends the list: a field comes where it is included first. */
function positions(same: ReadonlyMap<number, Occurrence>): readonly [number, Condition][] {
  const found: [number, Condition][] = [];
  for (const [position, { condition }] of same) {
    found.push([position, condition]);
    if (condition.length === 0) break;
  }
  return found;
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
