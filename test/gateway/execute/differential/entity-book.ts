import { Kind, parse } from 'graphql';
import type { DirectiveNode, DocumentNode, SelectionSetNode, TypeNode } from 'graphql';

import { canonical } from './hash.ts';

/**
 * Terminology: entities of one *family* share their numbers. A family is an entity type, or an interface
 * with a key and all its implementations: `Media` 5 is `Movie` 5 in every subgraph. Every key of an entity
 * is written from its number, so that whichever key a subgraph gets, it knows the entity.
 */
export class EntityBook {
  readonly #familyOf = new Map<string, string>();
  /** Object types of a family, sorted: number N is of type N modulo their count. */
  readonly #members = new Map<string, string[]>();
  /** Paths of leaves in keys, `code.prefix`, by family. */
  readonly #keyLeaves = new Map<string, Set<string>>();
  /** `Type.field` of every field that a `@requires` names, at any depth. */
  readonly #required = new Set<string>();

  constructor(documents: readonly DocumentNode[]) {
    const types = documents.flatMap((document) => document.definitions.flatMap(typeIn));
    const fieldTypes = new Map(types.flatMap((type) => [...type.fields]));
    const entities = types.filter(({ keys }) => keys.length > 0);
    const interfaces = new Set(entities.flatMap((one) => (one.isInterface ? [one.name] : [])));
    for (const entity of entities) {
      const above = entity.interfaces.find((one) => interfaces.has(one));
      const known = this.#familyOf.get(entity.name);
      this.#familyOf.set(entity.name, known ?? above ?? entity.name);
    }
    for (const entity of entities) this.#addEntity(entity, interfaces, fieldTypes);
    for (const { name, requires } of types) {
      for (const set of requires) this.#addRequired(set, name, fieldTypes);
    }
  }

  #addEntity(
    { name, keys }: StatedType,
    interfaces: ReadonlySet<string>,
    fieldTypes: ReadonlyMap<string, string>,
  ): void {
    const family = this.#familyOf.get(name) ?? name;
    const members = new Set(this.#members.get(family));
    // An interface object is no type of its own.
    if (!interfaces.has(name)) members.add(name);
    this.#members.set(family, [...members].sort());
    const leaves = this.#keyLeaves.get(family) ?? new Set();
    for (const key of keys) this.#addKeyLeaves(leaves, key, { type: name, at: '', fieldTypes });
    this.#keyLeaves.set(family, leaves);
  }

  /** The family of an entity type; undefined for every other type. */
  familyOf(type: string): string | undefined {
    return this.#familyOf.get(type);
  }

  memberAt(family: string, number: number): string {
    const members = this.#members.get(family) ?? [];
    return members[number % members.length] ?? family;
  }

  /** The number nearest below that is of the type given; for a family, the number itself. */
  numberOf(type: string, number: number): number {
    const family = this.#familyOf.get(type) ?? type;
    const members = this.#members.get(family) ?? [];
    const place = members.indexOf(type);
    return place === -1 ? number : number - (number % members.length) + place;
  }

  isKeyLeaf(family: string, path: string): boolean {
    return this.#keyLeaves.get(family)?.has(path) === true;
  }

  /** Whether a field carries keys below or is one itself. */
  isOnKeyPath(family: string, path: string): boolean {
    const leaves = this.#keyLeaves.get(family) ?? new Set();
    return [...leaves].some((leaf) => leaf === path || leaf.startsWith(`${path}.`));
  }

  isRequired(type: string, field: string): boolean {
    // What an interface object requires is required of the types behind it.
    const family = this.#familyOf.get(type) ?? type;
    return this.#required.has(`${type}.${field}`) || this.#required.has(`${family}.${field}`);
  }

  /** The number that a representation's keys say; null when they say none. */
  numberIn(family: string, representation: Readonly<Record<string, unknown>>): number | null {
    for (const path of this.#keyLeaves.get(family) ?? []) {
      let value: unknown = representation;
      for (const key of path.split('.')) value = (value as Record<string, unknown> | null)?.[key];
      const digits = /\d+$/.exec(
        typeof value === 'string' || typeof value === 'number' ? String(value) : '',
      );
      if (digits !== null) return Number(digits[0]);
    }
    return null;
  }

  #addKeyLeaves(leaves: Set<string>, set: SelectionSetNode, place: KeyPlace): void {
    for (const field of set.selections) {
      if (field.kind !== Kind.FIELD) continue;
      const path = place.at === '' ? field.name.value : `${place.at}.${field.name.value}`;
      const type = place.fieldTypes.get(`${place.type}.${field.name.value}`) ?? '';
      if (field.selectionSet === undefined) leaves.add(path);
      else if (!this.#familyOf.has(type)) {
        this.#addKeyLeaves(leaves, field.selectionSet, { ...place, type, at: path });
      }
    }
  }

  #addRequired(set: SelectionSetNode, type: string, fieldTypes: ReadonlyMap<string, string>): void {
    for (const one of set.selections) {
      if (one.kind === Kind.FIELD) {
        this.#required.add(`${type}.${one.name.value}`);
        const inside = fieldTypes.get(`${type}.${one.name.value}`) ?? '';
        if (one.selectionSet !== undefined) this.#addRequired(one.selectionSet, inside, fieldTypes);
      } else if (one.kind === Kind.INLINE_FRAGMENT) {
        this.#addRequired(one.selectionSet, one.typeCondition?.name.value ?? type, fieldTypes);
      }
    }
  }
}

interface KeyPlace {
  readonly type: string;
  readonly at: string;
  readonly fieldTypes: ReadonlyMap<string, string>;
}

interface StatedType {
  readonly name: string;
  readonly isInterface: boolean;
  readonly interfaces: readonly string[];
  readonly keys: readonly SelectionSetNode[];
  readonly requires: readonly SelectionSetNode[];
  readonly fields: readonly (readonly [string, string])[];
}

function typeIn(definition: DocumentNode['definitions'][number]): readonly StatedType[] {
  if (!('fields' in definition) || !('interfaces' in definition)) return [];
  const { kind, fields = [], interfaces = [], directives = [] } = definition;
  const isInterface =
    kind === Kind.INTERFACE_TYPE_DEFINITION || kind === Kind.INTERFACE_TYPE_EXTENSION;
  const named = fields as readonly { name: { value: string }; type: TypeNode }[];
  return [
    {
      name: definition.name.value,
      isInterface,
      interfaces: interfaces.map((one) => one.name.value),
      keys: directives.flatMap((one) => fieldSetsOf(one, 'key')),
      requires: fields.flatMap((field) =>
        (field.directives ?? []).flatMap((one) => fieldSetsOf(one, 'requires')),
      ),
      fields: named.map((field) => [
        `${definition.name.value}.${field.name.value}`,
        namedType(field.type),
      ]),
    },
  ];
}

/** The selection of a federation directive that holds one, whatever prefix its name has. */
export function fieldSetsOf(directive: DirectiveNode, name: string): readonly SelectionSetNode[] {
  if (directive.name.value.replace('federation__', '') !== name) return [];
  const value = directive.arguments?.find((one) => one.name.value === 'fields')?.value;
  if (value?.kind !== Kind.STRING) return [];
  const [parsed] = parse(`{ ${value.value} }`, { noLocation: true }).definitions;
  return parsed?.kind === Kind.OPERATION_DEFINITION ? [parsed.selectionSet] : [];
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** What a selection takes of a value, as text: what a `@requires` sees of a representation. */
export function textOfSelection(value: unknown, set: SelectionSetNode): string {
  return canonical(take(value, set));
}

function take(value: unknown, set: SelectionSetNode): unknown {
  if (Array.isArray(value)) return value.map((one) => take(one, set));
  if (value === null || typeof value !== 'object') return value;
  const taken: Record<string, unknown> = {};
  for (const one of set.selections) {
    if (one.kind === Kind.FIELD) {
      const inner = (value as Record<string, unknown>)[one.name.value];
      if (inner === undefined) continue;
      taken[one.name.value] =
        one.selectionSet === undefined ? inner : take(inner, one.selectionSet);
    } else if (one.kind === Kind.INLINE_FRAGMENT) {
      Object.assign(taken, take(value, one.selectionSet));
    }
  }
  return taken;
}
