import { Kind, parse, print, stripIgnoredCharacters } from 'graphql';
import type { ConstArgumentNode, FieldNode, SelectionNode, SelectionSetNode } from 'graphql';

import { namedType } from '../../../schema/room-graph.ts';
import { standInName } from './stand-in.ts';
import type { StandIn } from './stand-in.ts';
import type { SupergraphFields } from './supergraph-fields.ts';

/** Writes the selections of `@requires` anew, with stand-ins for the fields that take arguments. */
export class RequirementWriter {
  readonly #fields: SupergraphFields;
  readonly #standIns = new Map<string, StandIn>();
  /** By type and by the name of what they stand for. */
  readonly #places = new Map<string, Map<string, Set<StandIn>>>();

  constructor(fields: SupergraphFields) {
    this.#fields = fields;
  }

  /** All that were needed so far, by name. */
  get standIns(): ReadonlyMap<string, StandIn> {
    return new Map(Array.from(this.#standIns.values(), (one) => [one.name, one]));
  }

  /** What a field of a type has stand-ins for. */
  standInsAt(type: string, field: string): Iterable<StandIn> {
    return this.#places.get(type)?.get(field) ?? [];
  }

  /** The text of a selection on a type, and the stand-ins in it. */
  write(text: string, type: string): { readonly text: string; readonly needs: Set<string> } {
    const [operation] = parse(`{${text}}`, { noLocation: true }).definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION) {
      throw new Error(`A @requires must be a selection, but got: ${text}`);
    }
    const needs = new Set<string>();
    const written = this.#selections(operation.selectionSet, type, needs);
    return { text: stripIgnoredCharacters(print(written)).slice(1, -1), needs };
  }

  #selections(set: SelectionSetNode, type: string, needs: Set<string>): SelectionSetNode {
    const write = (one: SelectionNode): SelectionNode => {
      if (one.kind === Kind.FIELD) return this.#field(one, type, needs);
      if (one.kind === Kind.FRAGMENT_SPREAD) return one;
      const inside = one.typeCondition?.name.value ?? type;
      return { ...one, selectionSet: this.#selections(one.selectionSet, inside, needs) };
    };
    return { ...set, selections: set.selections.map(write) };
  }

  #field(field: FieldNode, type: string, needs: Set<string>): FieldNode {
    const { name, selectionSet, arguments: _, ...rest } = field;
    const definition = this.#fields.get(type, name.value);
    const inside = definition === undefined ? '' : namedType(definition.type);
    const below =
      selectionSet === undefined
        ? {}
        : { selectionSet: this.#selections(selectionSet, inside, needs) };
    if (!this.#fields.takesArguments(type, name.value)) return { ...field, ...below };
    const standIn = this.#standInFor(field);
    this.#place(standIn, type);
    needs.add(standIn.name);
    return { ...rest, ...below, name: { ...name, value: standIn.name } };
  }

  /** One for all selections that are written alike. */
  #standInFor({ name, arguments: given = [] }: FieldNode): StandIn {
    const key = print({ kind: Kind.FIELD, name, arguments: given });
    let standIn = this.#standIns.get(key);
    if (standIn === undefined) {
      standIn = Object.freeze({
        name: this.#newName(name.value),
        field: name.value,
        // A @requires knows no variables.
        arguments: given as readonly ConstArgumentNode[],
      });
      this.#standIns.set(key, standIn);
    }
    return standIn;
  }

  #newName(field: string): string {
    let number = this.#standIns.size;
    let name: string;
    do {
      number += 1;
      name = standInName(field, number);
    } while (this.#fields.hasName(name));
    return name;
  }

  #place(standIn: StandIn, type: string): void {
    for (const one of this.#fields.family(type)) {
      const byField = this.#places.get(one) ?? new Map<string, Set<StandIn>>();
      const known = byField.get(standIn.field) ?? new Set();
      this.#places.set(one, byField.set(standIn.field, known.add(standIn)));
    }
  }
}
