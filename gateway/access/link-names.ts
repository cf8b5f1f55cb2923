import { Kind } from 'graphql';
import type { ConstDirectiveNode, ConstValueNode, DocumentNode } from 'graphql';

/**
 * What one `@link` of a supergraph brings in, and under which names (the "link" core specification:
 * an element is known by its import's name, or by `namespace__element`; a feature's own directive by
 * the namespace alone).
 */
export interface Link {
  /** The URL without its version: `https://specs.apollo.dev/policy`. */
  readonly identity: string;
  readonly namespace: string;
  /** Imported name to local name, directives with their `@`. */
  readonly imports: ReadonlyMap<string, string>;
  readonly node: ConstDirectiveNode;
}

export function readLinks(document: DocumentNode): readonly Link[] {
  const links: Link[] = [];
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) {
      continue;
    }
    for (const directive of definition.directives ?? []) {
      const link = directive.name.value === 'link' ? readLink(directive) : null;
      if (link !== null) links.push(link);
    }
  }
  return Object.freeze(links);
}

/**
 * The local names, without `@`, under which the directive of a feature can stand. A directive that keeps
 * its default name without a `@link` counts as well, unless another feature claims the name: a
 * requirement that is read twice denies too much, one that is overlooked opens a field.
 */
export function directiveNames(
  links: readonly Link[],
  identity: string,
  directive: string,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const link of links) {
    if (link.identity !== identity) continue;
    names.add(
      lastSegment(identity) === directive ? link.namespace : `${link.namespace}__${directive}`,
    );
    const imported = link.imports.get(`@${directive}`);
    if (imported !== undefined) names.add(imported.slice(1));
  }
  if (!claimedByOther(links, identity, directive)) names.add(directive);
  return names;
}

function claimedByOther(links: readonly Link[], identity: string, directive: string): boolean {
  return links.some(
    (link) => link.identity !== identity && [...link.imports.values()].includes(`@${directive}`),
  );
}

function readLink(node: ConstDirectiveNode): Link | null {
  const argument = (name: string): ConstValueNode | undefined =>
    node.arguments?.find((one) => one.name.value === name)?.value;
  const url = argument('url');
  if (url?.kind !== Kind.STRING) return null;
  const identity = url.value.replace(/\/+$/, '').replace(/\/v\d+(\.\d+)*$/, '');
  const as = argument('as');
  return Object.freeze({
    identity,
    namespace: as?.kind === Kind.STRING ? as.value : lastSegment(identity),
    imports: readImports(argument('import')),
    node,
  });
}

function readImports(value: ConstValueNode | undefined): ReadonlyMap<string, string> {
  const imports = new Map<string, string>();
  for (const item of value?.kind === Kind.LIST ? value.values : []) {
    if (item.kind === Kind.STRING) imports.set(item.value, item.value);
    if (item.kind !== Kind.OBJECT) continue;
    const text = (name: string): string | undefined => {
      const field = item.fields.find((one) => one.name.value === name)?.value;
      return field?.kind === Kind.STRING ? field.value : undefined;
    };
    const name = text('name');
    if (name !== undefined) imports.set(name, text('as') ?? name);
  }
  return imports;
}

function lastSegment(identity: string): string {
  return identity.slice(identity.lastIndexOf('/') + 1);
}
