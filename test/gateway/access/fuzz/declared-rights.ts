import { Kind, parse, valueFromASTUntyped } from 'graphql';
import type {
  ConstDirectiveNode,
  DefinitionNode,
  DocumentNode,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql';

import { fieldsOf, joinedFieldsOf, namedType, placesOf } from './declared-places.ts';
import type { Mask, Masker, MaskKind } from '../../../../schema/masks/mask.ts';
import { maskerFor } from '../../../../schema/masks/masker-for.ts';
import { rowPolicyOf, verdictOn } from './holder.ts';
import type { Holder, Row, Verdict } from './holder.ts';

/** Lists of atoms, one of which must hold whole. */
type Clause = readonly (readonly string[])[];

const ATOMS: Readonly<Record<string, { readonly argument: string; readonly kind: string }>> = {
  requiresScopes: { argument: 'scopes', kind: 'scope' },
  policy: { argument: 'policies', kind: 'policy' },
  access: { argument: 'scopes', kind: 'scope' },
};

/**
 * Who may read what, as the divisions declared it in their own SDL, read by itself: neither the composed
 * supergraph nor the gateway's policy table has a say.
 */
export class DeclaredRights {
  readonly #clauses = new Map<string, Clause[]>();
  /** By `Type.field`, or by the type for all of its fields. */
  readonly #masks = new Map<string, DeclaredMask>();
  /** `Type.field` of what a plan may fetch for itself: keys, and what `@requires` names. */
  readonly #joins = new Set<string>();
  readonly #schema: GraphQLSchema;

  /** `schema` is what clients see. */
  constructor(documents: Iterable<DocumentNode>, schema: GraphQLSchema) {
    this.#schema = schema;
    for (const document of documents) this.#read(document);
  }

  /** Every scope and policy that is asked for somewhere, sorted. */
  atoms(): readonly string[] {
    return [...new Set([...this.#clauses.values()].flat(3))].sort();
  }

  /**
   * A field of an object type, asked for by itself, by its type and by the type that it returns: of some objects at
   * least. `Type.__typename` is asked for what the objects are.
   */
  mayRead(coordinate: string, holder: Holder): boolean {
    const [type = '', field = ''] = coordinate.split('.');
    const isThere = this.rowCheck(type, type, holder) !== 'no-row';
    if (field === '__typename') return isThere;
    const isShown = this.rowCheck(coordinate, type, holder) !== 'no-row';
    return isThere && isShown && areMet(this.#asked(coordinate), holder);
  }

  /**
   * How the objects of a type are judged for what stands at the type itself, or at one of its fields. Whoever may not
   * read what a rule looks at passes for no object.
   */
  rowCheck(place: string, type: string, holder: Holder): RowCheck | 'every-row' | 'no-row' {
    const clauses = this.#clauses.get(place) ?? [];
    const policies = clauses.flat(2).flatMap((atom) => rowPolicyOf(atom) ?? []);
    if (policies.length === 0 || areMet(clauses, holder, ['always'])) return 'every-row';
    const selections = [...new Set(policies.map(({ needs }) => needs[type] ?? ''))];
    const looksAt = selections.flatMap((one) => this.#fieldsIn(one, type));
    const mayLook = looksAt.every((coordinate) => areMet(this.#asked(coordinate), holder));
    if (!mayLook || !areMet(clauses, holder)) return 'no-row';
    return { selection: selections.join(' '), passes: (row) => areMetBy(row, clauses, holder) };
  }

  #fieldsIn(selection: string, type: string): readonly string[] {
    const [definition] = parse(`{ ${selection} }`, { noLocation: true }).definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('It is no selection.');
    const walk = ({ selections }: SelectionSetNode, parent: string): readonly string[] =>
      selections.flatMap((one) => {
        if (one.kind !== Kind.FIELD) throw new Error('A rule looks at fields only.');
        const coordinate = `${parent}.${one.name.value}`;
        const below = this.#returnedBy(parent, one.name.value) ?? '';
        return [coordinate, ...(one.selectionSet ? walk(one.selectionSet, below) : [])];
      });
    return walk(definition.selectionSet, type);
  }

  /** An argument `Type.field(name:)`, an input field or an enum value, asked for by itself alone. */
  mayGive(coordinate: string, holder: Holder): boolean {
    return areMet(this.#clauses.get(coordinate) ?? [], holder);
  }

  /** Whether a value may be seen as it is; that of an interface, when any type behind it lets it. */
  maySee(coordinate: string, holder: Holder): boolean {
    const [type = '', field = ''] = coordinate.split('.');
    return this.#standsFor(type).some((one) => {
      const own = `${one}.${field}`;
      return this.mayRead(own, holder) && this.maskFor(own, holder) === null;
    });
  }

  /** What a field's values are shown as to who may read it and see no more; null for as they are. */
  maskFor(coordinate: string, holder: Holder): Masker | null {
    const [type = '', field = ''] = coordinate.split('.');
    const mask = this.#masks.get(coordinate) ?? this.#masks.get(type);
    if (mask === undefined || areMet([mask.seenBy], holder)) return null;
    const masker = maskerFor(mask, { field, type: this.#returnedBy(type, field) ?? '' });
    return masker === 'open' ? null : masker;
  }

  /** Whether a room may be asked for a field for this caller: what stands behind an interface must all be allowed. */
  mayFetch(type: string, field: string, holder: Holder): boolean {
    return this.#standsFor(type).every(
      (one) => this.#joins.has(`${one}.${field}`) || this.mayRead(`${one}.${field}`, holder),
    );
  }

  #asked(coordinate: string): readonly Clause[] {
    const [type = '', field = ''] = coordinate.split('.');
    const returned = this.#returnedBy(type, field);
    return [coordinate, type, ...(returned === null ? [] : [returned])].flatMap(
      (place) => this.#clauses.get(place) ?? [],
    );
  }

  readonly #returned = new Map<string, string>();

  #returnedBy(type: string, field: string): string | null {
    return this.#returned.get(`${type}.${field}`) ?? null;
  }

  #standsFor(type: string): readonly string[] {
    const known = this.#schema.getType(type);
    if (known === undefined || !('resolveType' in known)) return [type];
    return this.#schema.getPossibleTypes(known).map(({ name }) => name);
  }

  #read(document: DocumentNode): void {
    const names = readNames(document);
    for (const definition of document.definitions) {
      if (!('name' in definition) || definition.name === undefined) continue;
      if (definition.kind === Kind.DIRECTIVE_DEFINITION) continue;
      // An object that is an interface to others stands for every type behind it.
      for (const type of this.#standsFor(definition.name.value)) {
        for (const place of placesOf(definition, type)) {
          this.#declare(place.coordinate, place.directives, names);
        }
        for (const field of fieldsOf(definition)) {
          this.#returned.set(`${type}.${field.name.value}`, namedType(field.type));
        }
        for (const field of joinedFieldsOf(definition)) this.#joins.add(`${type}.${field}`);
      }
    }
  }

  #declare(place: string, directives: readonly ConstDirectiveNode[], names: Names): void {
    for (const directive of directives) {
      const mask = maskOf(directive, names);
      if (mask !== null) this.#masks.set(place, mask);
      const clause = clauseOf(directive, names);
      if (clause === null) continue;
      this.#clauses.set(place, [...(this.#clauses.get(place) ?? []), clause]);
    }
  }
}

type Names = ReadonlyMap<string, string>;

/** Directives by the names that a document gives them. */
function readNames(document: DocumentNode): Names {
  const names = new Map(
    ['authenticated', 'requiresScopes', 'policy', 'access', 'mask'].map((name) => [name, name]),
  );
  for (const { name: theirs, as: ours } of document.definitions.flatMap(importsOf)) {
    if (theirs === undefined || ours === undefined) continue;
    names.delete(theirs.slice(1));
    names.set(ours.slice(1), theirs.slice(1));
  }
  return names;
}

interface Import {
  readonly name?: string;
  readonly as?: string;
}

/** What a definition's `@link`s import under another name. */
function importsOf(definition: DefinitionNode): readonly Import[] {
  const directives = 'directives' in definition ? (definition.directives ?? []) : [];
  return directives.flatMap(({ name, arguments: given = [] }) => {
    const imports = given.find((one) => one.name.value === 'import')?.value;
    if (name.value !== 'link' || imports === undefined) return [];
    const listed = valueFromASTUntyped(imports) as readonly (string | Import)[];
    return listed.flatMap((one) => (typeof one === 'string' ? [] : [one]));
  });
}

/** What is left of the objects to be judged by. */
export interface RowCheck {
  /** What to look at of each of them. */
  readonly selection: string;
  readonly passes: (row: Row) => boolean;
}

function areMet(
  clauses: readonly Clause[],
  holder: Holder,
  enough: readonly Verdict[] = ['always', 'by-row'],
): boolean {
  return clauses.every((clause) =>
    clause.some((atoms) => atoms.every((atom) => enough.includes(verdictOn(holder, atom)))),
  );
}

function areMetBy(row: Row, clauses: readonly Clause[], holder: Holder): boolean {
  const isMet = (atom: string): boolean => {
    const verdict = verdictOn(holder, atom);
    return verdict === 'by-row'
      ? rowPolicyOf(atom)?.holds(row, holder) === true
      : verdict === 'always';
  };
  return clauses.every((clause) => clause.some((atoms) => atoms.every(isMet)));
}

interface DeclaredMask extends Pick<Mask, 'kind' | 'keep'> {
  readonly seenBy: Clause;
}

function maskOf(directive: ConstDirectiveNode, names: Names): DeclaredMask | null {
  if (names.get(directive.name.value) !== 'mask') return null;
  const given = new Map(
    directive.arguments?.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );
  const { keep = 4, ...said } = Object.fromEntries(given) as {
    readonly scopes: readonly string[][];
    readonly as: MaskKind;
    readonly keep?: number;
  };
  const seenBy = said.scopes.map((list) => list.map((name) => `scope ${name}`));
  return { kind: said.as, keep, seenBy };
}

function clauseOf(directive: ConstDirectiveNode, names: Names): Clause | null {
  const meaning = names.get(directive.name.value);
  if (meaning === 'authenticated') return [['authenticated']];
  const atoms = ATOMS[meaning ?? ''];
  if (atoms === undefined) return null;
  const value = directive.arguments?.find(({ name }) => name.value === atoms.argument)?.value;
  const lists = value === undefined ? [] : (valueFromASTUntyped(value) as readonly string[][]);
  return lists.map((list) => list.map((name) => `${atoms.kind} ${name}`));
}
