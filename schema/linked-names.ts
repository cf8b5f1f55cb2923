import { Kind } from 'graphql';
import type { ConstDirectiveNode, ConstValueNode, DocumentNode } from 'graphql';

/**
 * What a room's document calls the directives of a specification that it links, by the directive's own
 * name without `@`. Implements "Names" of the link specification: `import` gives a name, with `as:` another
 * one; what is not imported is reached through the specification's own name or the link's `as:`.
 */
export interface LinkedNames {
  readonly linked: boolean;
  /** The local name of a directive, without `@`. */
  nameOf(directive: string): string;
  /** The directive's own name, or null when the local name is not one of the specification's. */
  meaningOf(localName: string): string | null;
}

/** The identity of Apollo Federation's own specification. */
export const FEDERATION_IDENTITY = 'https://specs.apollo.dev/federation';

export function linkedNames(document: DocumentNode, identity: string): LinkedNames {
  const links = linksOf(document).filter((link) => isOf(link, identity));
  const imports = new Map(links.flatMap(importsOf));
  const prefix = `${prefixOf(links[0], identity)}__`;
  const meanings = new Map([...imports].map(([own, local]) => [local, own]));
  return Object.freeze({
    linked: links.length > 0,
    nameOf: (directive: string) => imports.get(directive) ?? `${prefix}${directive}`,
    meaningOf: (local: string) => {
      if (links.length === 0) return null;
      return meanings.get(local) ?? (local.startsWith(prefix) ? local.slice(prefix.length) : null);
    },
  });
}

/** Every `@link` on the schema definition and its extensions. */
function linksOf(document: DocumentNode): readonly ConstDirectiveNode[] {
  return schemaDirectives(document).filter((directive) => directive.name.value === 'link');
}

/** Every directive on the schema definition and its extensions. */
export function schemaDirectives(document: DocumentNode): readonly ConstDirectiveNode[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? [])
      : [],
  );
}

/** The value of a directive's argument, or undefined when it is not given. */
export function argumentOf(
  directive: ConstDirectiveNode,
  name: string,
): ConstValueNode | undefined {
  return directive.arguments?.find((argument) => argument.name.value === name)?.value;
}

/** The text of a directive's argument, or undefined when it is not given or no text. */
export function textArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = argumentOf(directive, name);
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function isOf(link: ConstDirectiveNode, identity: string): boolean {
  return textArgument(link, 'url')?.startsWith(`${identity}/`) === true;
}

function prefixOf(link: ConstDirectiveNode | undefined, identity: string): string {
  return (link && textArgument(link, 'as')) ?? identity.slice(identity.lastIndexOf('/') + 1);
}

function importsOf(link: ConstDirectiveNode): [string, string][] {
  const value = argumentOf(link, 'import');
  if (value?.kind !== Kind.LIST) return [];
  return value.values.flatMap((item): [string, string][] => {
    if (item.kind === Kind.STRING) return pair(item.value, item.value);
    if (item.kind !== Kind.OBJECT) return [];
    const text = (key: string): string | undefined => {
      const field = item.fields.find((candidate) => candidate.name.value === key)?.value;
      return field?.kind === Kind.STRING ? field.value : undefined;
    };
    const name = text('name');
    return name === undefined ? [] : pair(name, text('as') ?? name);
  });
}

function pair(name: string, local: string): [string, string][] {
  return name.startsWith('@') ? [[name.slice(1), local.replace(/^@/, '')]] : [];
}
