import type { DataRewrite, FetchNode, PlanSelection } from '../../plan/query-plan.ts';
import type { IsSubtype } from '../../plan/subtypes.ts';
import { applyRewrites } from './data-rewrites.ts';
import { valueText } from './json-text.ts';
import { current, isObject } from './place.ts';
import type { Place, Source, View } from './place.ts';
import type { KnownValues, RepresentationList } from './representation-list.ts';

/** Writes what a subgraph needs to know an entity by (federation subgraph specification, `_Any`). */
export interface RepresentationWriter {
  /** The index of an entity's representation in the list; -1 when it lacks something that it is known by. */
  addTo(list: RepresentationList, entity: Source, place: Place): number;
  /** Whether the representation says everything that the source does: then equal ones are equal sources. */
  saysAll(source: Source): boolean;
}

type Requires = NonNullable<FetchNode['requires']>;

export function compileRepresentation(
  { requires = [], inputRewrites = [] }: FetchNode,
  isSubtype: IsSubtype,
): RepresentationWriter {
  const flatByType = new Map<string, FlatWriter | null>();
  const flatFor = (type: string): FlatWriter | null => {
    let flat = flatByType.get(type);
    if (flat === undefined) {
      flat = inputRewrites.length > 0 ? null : compileFlat(requires, type, isSubtype);
      flatByType.set(type, flat);
    }
    return flat;
  };
  return {
    addTo(list, entity, place) {
      const type = entity['__typename'];
      if (typeof type !== 'string') return -1;
      const flat = flatFor(type);
      if (flat !== null) return flat.addTo(list, entity);
      const text = writeNested(entity, place, { requires, inputRewrites, isSubtype });
      return text === null ? -1 : list.add(text);
    },
    saysAll(source) {
      const type = source['__typename'];
      return typeof type === 'string' && (flatFor(type)?.saysAll(source) ?? false);
    },
  };
}

/** For entities that are known by leaves alone, which is nearly all of them. */
class FlatWriter {
  readonly #keys: ReadonlySet<string>;
  readonly #signature: string;
  readonly #fields: readonly { readonly key: string; readonly head: string }[];

  constructor(leaves: readonly Leaf[]) {
    const names = new Map(leaves.map(({ key, name }) => [key, name]));
    this.#keys = new Set(names.keys());
    this.#signature = JSON.stringify([...names]);
    this.#fields = Array.from(names, ([key, name], index) => ({
      key,
      head: `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`,
    }));
  }

  /** Most entities of a list are known already: then no text is written. */
  addTo(list: RepresentationList, entity: Source): number {
    let known = list.knownBy(this.#signature);
    const last = this.#fields.length - 1;
    for (const [index, { key }] of this.#fields.entries()) {
      const value = entity[key];
      if (value === undefined) return -1;
      const next = known.get(value);
      if (index === last && typeof next === 'number') return next;
      if (index === last) return this.#addNew(list, entity, { known, value });
      if (next instanceof Map) {
        known = next;
      } else {
        const deeper: KnownValues = new Map();
        known.set(value, deeper);
        known = deeper;
      }
    }
    return -1;
  }

  #addNew(
    list: RepresentationList,
    entity: Source,
    { known, value }: { readonly known: KnownValues; readonly value: unknown },
  ): number {
    const added = list.add(this.#write(entity));
    known.set(value, added);
    return added;
  }

  #write(entity: Source): string {
    let text = '';
    for (const { key, head } of this.#fields) {
      text += head + valueText(entity[key]);
    }
    return `${text}}`;
  }

  saysAll(source: Source): boolean {
    for (const key in source) if (!this.#keys.has(key)) return false;
    return true;
  }
}

function compileFlat(requires: Requires, type: string, isSubtype: IsSubtype): FlatWriter | null {
  const fragments = requires.flatMap((one) => (one.kind === 'InlineFragment' ? [one] : []));
  if (fragments.length < requires.length) return null;
  const applying = fragments.filter((one) => isSubtype(type, one.typeCondition ?? type));
  const [only] = applying;
  if (only === undefined || applying.length > 1) return null;
  const leaves = only.selections.map(leafOf).filter((leaf) => leaf !== null);
  const isFlat = leaves.length === only.selections.length;
  return isFlat && leaves.some(({ key }) => key === '__typename') ? new FlatWriter(leaves) : null;
}

/** Where a value stands, and the name under which it is sent. */
interface Leaf {
  readonly key: string;
  readonly name: string;
}

/** Null for what is no leaf, or has a name that every object has. */
function leafOf(selection: PlanSelection): Leaf | null {
  if (selection.kind !== 'Field' || selection.selections !== undefined) return null;
  const { name, alias: key = name } = selection;
  return key in Object.prototype ? null : { key, name };
}

interface Needs {
  readonly requires: Requires;
  readonly inputRewrites: readonly DataRewrite[];
  readonly isSubtype: IsSubtype;
}

function writeNested(entity: Source, place: Place, needs: Needs): string | null {
  const { requires, inputRewrites, isSubtype } = needs;
  const selected = select(entity, place, { selections: requires, isSubtype });
  if (selected === null || typeof selected['__typename'] !== 'string') return null;
  applyRewrites(selected, inputRewrites, isSubtype);
  return JSON.stringify(selected);
}

interface Selecting {
  readonly selections: readonly PlanSelection[];
  readonly isSubtype: IsSubtype;
}

/** Null when the source lacks one of the fields. */
function select(source: Source, place: Place | null, selecting: Selecting): View | null {
  const selected: View = {};
  for (const selection of selecting.selections) {
    if (selection.kind === 'InlineFragment') {
      const found = selectFragment(source, place, { ...selecting, fragment: selection });
      if (found !== null) mergeOwn(selected, found);
      continue;
    }
    const { name, alias: key = name, selections } = selection;
    const value = Object.hasOwn(source, key) ? source[key] : undefined;
    if (value === undefined) return null;
    const below = place?.children?.get(key) ?? null;
    selected[name] = selectValue(value, below, { ...selecting, selections });
  }
  return selected;
}

type Fragment = Extract<PlanSelection, { readonly kind: 'InlineFragment' }>;

function selectFragment(
  source: Source,
  place: Place | null,
  { fragment, isSubtype }: { readonly fragment: Fragment } & Selecting,
): View | null {
  const type = source['__typename'];
  const { typeCondition, selections } = fragment;
  if (typeCondition === undefined || typeof type !== 'string') return null;
  return isSubtype(type, typeCondition) ? select(source, place, { selections, isSubtype }) : null;
}

function selectValue(
  value: unknown,
  place: Place | null,
  {
    selections,
    isSubtype,
  }: Omit<Selecting, 'selections'> & { readonly selections: Selecting['selections'] | undefined },
): unknown {
  if (selections === undefined || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((one: unknown) => selectValue(one, place, { selections, isSubtype }));
  }
  return isObject(value) ? select(current(value, place), place, { selections, isSubtype }) : null;
}

/** Both are this writer's own objects. */
function mergeOwn(target: View, added: View): void {
  for (const [key, value] of Object.entries(added)) {
    const known = target[key];
    if (isView(known) && isView(value)) mergeOwn(known, value);
    else target[key] = value;
  }
}

function isView(value: unknown): value is View {
  return isObject(value);
}
