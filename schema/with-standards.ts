import { isTypeDefinitionNode, Kind, visit } from 'graphql';
import type {
  ConstDirectiveNode,
  ConstValueNode,
  DefinitionNode,
  DocumentNode,
  SchemaExtensionNode,
} from 'graphql';
import {
  FEDERATION_IDENTITY,
  linkedNames,
  schemaDirectives,
  textArgument,
} from './linked-names.ts';
import type { LinkedNames } from './linked-names.ts';
import {
  CARRIED_DIRECTIVES,
  STANDARDS_IDENTITY,
  STANDARDS_URL,
  standardDefinitions,
} from './standards/standards-document.ts';

/**
 * A room's document with the company's standards that it names, directly or through another standard, and
 * does not define itself; and with the `@link` and `@composeDirective` that carry `@owner` and
 * `@classification` into the supergraph. A document that needs nothing comes back as it is.
 */
export function withStandards(document: DocumentNode): DocumentNode {
  const federation = linkedNames(document, FEDERATION_IDENTITY);
  const added = missingDefinitions(document).map((definition) => asLinked(definition, federation));
  const carried = carriedBy(document, added);
  const extension = schemaExtension(document, carried, federation);
  if (added.length === 0 && extension === null) return document;
  return { ...document, definitions: [...document.definitions, ...(extension ?? []), ...added] };
}

function missingDefinitions(document: DocumentNode): readonly DefinitionNode[] {
  const standards = standardDefinitions();
  const known = new Set(document.definitions.flatMap(definedName));
  const missing = new Map<string, DefinitionNode>();
  const waiting = [...namesIn(document)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const definition = standards.get(name);
    if (definition === undefined || known.has(name) || missing.has(name)) continue;
    missing.set(name, definition);
    waiting.push(...namesIn(definition));
  }
  // In the order of the standards, so that the result depends on nothing else.
  return [...standards].flatMap(([name, definition]) => (missing.has(name) ? [definition] : []));
}

/** Names that a document or definition uses; a directive's begins with `@`. */
function namesIn(node: DocumentNode | DefinitionNode): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (name: string): void => void names.add(name);
  visit(node, {
    NamedType: (type) => add(type.name.value),
    Directive: (directive) => add(`@${directive.name.value}`),
    ObjectTypeExtension: (extension) => add(extension.name.value),
    EnumTypeExtension: (extension) => add(extension.name.value),
    InputObjectTypeExtension: (extension) => add(extension.name.value),
    ScalarTypeExtension: (extension) => add(extension.name.value),
  });
  return names;
}

function definedName(definition: DefinitionNode): readonly string[] {
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) return [`@${definition.name.value}`];
  return isTypeDefinitionNode(definition) ? [definition.name.value] : [];
}

/** A standard type says `@shareable`; this room may call it something else. */
function asLinked(definition: DefinitionNode, federation: LinkedNames): DefinitionNode {
  if (!federation.linked) return definition;
  const own = new Set(CARRIED_DIRECTIVES).add('specifiedBy').add('deprecated');
  return visit(definition, {
    Directive(directive) {
      if (own.has(directive.name.value)) return undefined;
      const name = federation.nameOf(directive.name.value);
      if (name === directive.name.value) return undefined;
      return { ...directive, name: { ...directive.name, value: name } };
    },
  });
}

/** The standard directives that this document has, its own or added, and that a supergraph must show. */
function carriedBy(document: DocumentNode, added: readonly DefinitionNode[]): readonly string[] {
  const defined = new Set([...document.definitions, ...added].flatMap(definedName));
  return CARRIED_DIRECTIVES.filter((name) => defined.has(`@${name}`));
}

function schemaExtension(
  document: DocumentNode,
  carried: readonly string[],
  federation: LinkedNames,
): readonly SchemaExtensionNode[] | null {
  const compose = federation.nameOf('composeDirective');
  const composed = new Set(
    schemaDirectives(document)
      .filter((directive) => directive.name.value === compose)
      .map((directive) => textArgument(directive, 'name')),
  );
  const names = carried.map((name) => `@${name}`);
  const link = linkedNames(document, STANDARDS_IDENTITY).linked ? [] : [standardsLink(names)];
  const missing = names.filter((name) => !composed.has(name));
  const directives = [
    ...(names.length === 0 ? [] : link),
    ...missing.map((name) => directiveNode(compose, { name: textNode(name) })),
  ];
  return directives.length === 0 ? null : [{ kind: Kind.SCHEMA_EXTENSION, directives }];
}

function standardsLink(names: readonly string[]): ConstDirectiveNode {
  return directiveNode('link', {
    url: textNode(STANDARDS_URL),
    import: { kind: Kind.LIST, values: names.map(textNode) },
  });
}

function directiveNode(name: string, values: Record<string, ConstValueNode>): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: name },
    arguments: Object.entries(values).map(([key, value]) => ({
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: key },
      value,
    })),
  };
}

function textNode(value: string): ConstValueNode {
  return { kind: Kind.STRING, value };
}
