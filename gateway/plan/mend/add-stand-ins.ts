import { Kind } from 'graphql';
import type { ConstDirectiveNode, DocumentNode, FieldDefinitionNode } from 'graphql';

import { textArgument } from '../../../schema/linked-names.ts';
import { graphOf, isFieldedType, readGraphNames } from './join-directives.ts';
import type { FieldedType } from './join-directives.ts';
import { RequirementWriter } from './requirement-writer.ts';
import type { StandIns } from './stand-in.ts';
import { SupergraphFields } from './supergraph-fields.ts';

/** A supergraph for the planner alone, and what is to be known of it to read the plans. */
export interface StandInGraph {
  readonly document: DocumentNode;
  readonly standIns: StandIns;
  /** The stand-ins that a subgraph needs for a field of a type or of the types that implement it. */
  readonly needsOf: (subgraph: string, type: string, field: string) => ReadonlySet<string>;
}

/**
 * Puts stand-ins in the place of the fields with arguments that `@requires` selects. The planner merges
 * selections of one response key and keeps the arguments of one of them: a client's `price(currency: "GBP")`
 * would be what a subgraph gets that requires `price(currency: "USD")`. Null where no `@requires` selects such
 * a field.
 */
export function addStandIns(supergraph: DocumentNode): StandInGraph | null {
  const fields = new SupergraphFields(supergraph);
  const writer = new RequirementWriter(fields);
  const needs = new Needs(fields, readGraphNames(supergraph));
  const required = mapTypes(supergraph, (type) => ({
    ...type,
    fields: (type.fields ?? []).map((field) => withStandIns(field, type, { writer, needs })),
  }));
  const { standIns } = writer;
  if (standIns.size === 0) return null;
  const document = mapTypes(required, (type) => withOwnStandIns(type, writer));
  return Object.freeze({
    document,
    standIns,
    needsOf(subgraph: string, type: string, field: string) {
      return needs.of(subgraph, type, standIns.get(field)?.field ?? field);
    },
  });
}

function mapTypes(
  document: DocumentNode,
  change: (type: FieldedType) => FieldedType,
): DocumentNode {
  const definitions = document.definitions.map((node) =>
    isFieldedType(node) ? change(node) : node,
  );
  return { ...document, definitions };
}

function withStandIns(
  field: FieldDefinitionNode,
  type: FieldedType,
  { writer, needs }: { readonly writer: RequirementWriter; readonly needs: Needs },
): FieldDefinitionNode {
  const write = (directive: ConstDirectiveNode): ConstDirectiveNode => {
    const text = isJoinField(directive) ? textArgument(directive, 'requires') : undefined;
    if (text === undefined) return directive;
    const written = writer.write(text, type.name.value);
    if (written.needs.size === 0) return directive;
    needs.add(directive, `${type.name.value}.${field.name.value}`, written.needs);
    return withText(directive, 'requires', written.text);
  };
  return { ...field, directives: (field.directives ?? []).map(write) };
}

/** The type with a field for each stand-in: of the type and the subgraphs of what it stands for. */
function withOwnStandIns(type: FieldedType, writer: RequirementWriter): FieldedType {
  const { fields = [] } = type;
  const added = fields.flatMap((field) =>
    Array.from(writer.standInsAt(type.name.value, field.name.value), ({ name }) => ({
      kind: Kind.FIELD_DEFINITION as const,
      name: { kind: Kind.NAME as const, value: name },
      type: field.type,
      directives: (field.directives ?? []).filter(isJoinField),
    })),
  );
  return { ...type, fields: [...fields, ...added] };
}

function isJoinField({ name }: ConstDirectiveNode): boolean {
  return name.value === 'join__field';
}

function withText(directive: ConstDirectiveNode, name: string, value: string): ConstDirectiveNode {
  const given = (directive.arguments ?? []).map((one) =>
    one.name.value === name ? { ...one, value: { kind: Kind.STRING as const, value } } : one,
  );
  return { ...directive, arguments: given };
}

const NOTHING: ReadonlySet<string> = new Set();

/** Which stand-ins the subgraphs need for which fields. */
class Needs {
  readonly #fields: SupergraphFields;
  readonly #graphNames: ReadonlyMap<string, string>;
  readonly #byField = new Map<string, ReadonlySet<string>>();

  constructor(fields: SupergraphFields, graphNames: ReadonlyMap<string, string>) {
    this.#fields = fields;
    this.#graphNames = graphNames;
  }

  add(directive: ConstDirectiveNode, coordinate: string, needs: ReadonlySet<string>): void {
    const graph = graphOf(directive);
    this.#byField.set(`${this.#graphNames.get(graph) ?? graph} ${coordinate}`, needs);
  }

  of(subgraph: string, type: string, field: string): ReadonlySet<string> {
    const all = this.#fields.family(type).flatMap((one) => {
      return [...(this.#byField.get(`${subgraph} ${one}.${field}`) ?? NOTHING)];
    });
    return all.length === 0 ? NOTHING : new Set(all);
  }
}
