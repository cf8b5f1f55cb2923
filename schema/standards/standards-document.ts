import { readFileSync } from 'node:fs';
import { isTypeDefinitionNode, Kind, parse, Source } from 'graphql';
import type { DefinitionNode, DocumentNode } from 'graphql';

/** The identity of the company's standards, as a room's `@link` names it. */
export const STANDARDS_IDENTITY = 'https://specs.switchboard.example/standards';
export const STANDARDS_URL = `${STANDARDS_IDENTITY}/v1.0`;

/** Where `standards.graphql` is, so that faults in it name it. */
const STANDARDS_FILE = new URL('./standards.graphql', import.meta.url);

/** The directives that composition carries into the supergraph. */
export const CARRIED_DIRECTIVES: readonly string[] = Object.freeze([
  'access',
  'classification',
  'event',
  'mask',
  'owner',
]);

let document: DocumentNode | undefined;

/** The company's data standards. Read once: they change with a release, not while it runs. */
function standardsDocument(): DocumentNode {
  document ??= parse(
    new Source(readFileSync(STANDARDS_FILE, 'utf8'), 'schema/standards/standards.graphql'),
  );
  return document;
}

/** The standard definitions by name; a directive's begins with `@`. */
export function standardDefinitions(): ReadonlyMap<string, DefinitionNode> {
  return new Map(
    standardsDocument().definitions.flatMap((definition): [string, DefinitionNode][] => {
      if (definition.kind === Kind.DIRECTIVE_DEFINITION)
        return [[`@${definition.name.value}`, definition]];
      return isTypeDefinitionNode(definition) ? [[definition.name.value, definition]] : [];
    }),
  );
}
