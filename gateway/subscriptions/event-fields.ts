import { Kind } from 'graphql';
import type { ConstDirectiveNode, DocumentNode, ObjectTypeDefinitionNode } from 'graphql';

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
  const names = new Map<string, string>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph')
      continue;
    for (const { name, directives = [] } of definition.values ?? []) {
      const directive = directives.find((one) => one.name.value === 'join__graph');
      const value = directive?.arguments?.find((one) => one.name.value === 'name')?.value;
      if (value?.kind === Kind.STRING) names.set(name.value, value.value);
    }
  }
  return names;
}

function graphOf(
  directive: string,
  directives: readonly ConstDirectiveNode[] = [],
): string | undefined {
  const found = directives.find(({ name }) => name.value === directive);
  const value = found?.arguments?.find(({ name }) => name.value === 'graph')?.value;
  return value?.kind === Kind.ENUM ? value.value : undefined;
}
