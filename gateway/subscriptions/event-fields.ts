import { Kind } from 'graphql';
import type {
  ConstDirectiveNode,
  ConstValueNode,
  DocumentNode,
  ObjectTypeDefinitionNode,
} from 'graphql';

import { readEventDirective } from '../../schema/event-directive.ts';
import { STANDARDS_IDENTITY } from '../../schema/standards/standards-document.ts';
import { directiveNames, readLinks } from '../access/link-names.ts';

/** A field of `Subscription` that can be answered. */
export interface EventField {
  /** The subgraph whose events it waits for. */
  readonly room: string;
  /** The field of `Query` that answers, by its argument `id`. */
  readonly query: string;
}

/** The fields of a supergraph's `Subscription` that say what they wait for; others cannot be answered. */
export function readEventFields(supergraph: DocumentNode): ReadonlyMap<string, EventField> {
  const names = directiveNames(readLinks(supergraph), STANDARDS_IDENTITY, 'event');
  const rooms = graphNames(supergraph);
  const found = new Map<string, EventField>();
  for (const type of subscriptionTypes(supergraph)) {
    for (const { name, directives = [] } of type.fields ?? []) {
      const event = directives.find((one) => names.has(one.name.value));
      const graph = graphOf('join__field', directives) ?? graphOf('join__type', type.directives);
      const room = rooms.get(graph ?? '');
      if (event === undefined || room === undefined) continue;
      found.set(name.value, Object.freeze({ room, query: readEventDirective(event).query }));
    }
  }
  return found;
}

function subscriptionTypes(supergraph: DocumentNode): readonly ObjectTypeDefinitionNode[] {
  return supergraph.definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === 'Subscription'
      ? [definition]
      : [],
  );
}

/** What the supergraph calls each subgraph, to the subgraph's own name. */
function graphNames(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const values = supergraph.definitions.flatMap((definition) =>
    definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph'
      ? (definition.values ?? [])
      : [],
  );
  return new Map(
    values.flatMap(({ name, directives = [] }) => {
      const own = argumentOf('join__graph', 'name', directives);
      return own?.kind === Kind.STRING ? [[name.value, own.value] as const] : [];
    }),
  );
}

function graphOf(
  directive: string,
  directives: readonly ConstDirectiveNode[] = [],
): string | undefined {
  const value = argumentOf(directive, 'graph', directives);
  return value?.kind === Kind.ENUM ? value.value : undefined;
}

function argumentOf(
  directive: string,
  argument: string,
  directives: readonly ConstDirectiveNode[],
): ConstValueNode | undefined {
  const found = directives.find(({ name }) => name.value === directive);
  return found?.arguments?.find(({ name }) => name.value === argument)?.value;
}
