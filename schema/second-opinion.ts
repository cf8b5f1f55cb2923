import { Kind, parse, print, visit } from 'graphql';
import type { DocumentNode } from 'graphql';
import type { ComposedRoom } from './compose.ts';
import { sortDocument } from './sort-document.ts';

/** Defined by one library and used by neither. */
const UNUSED: ReadonlySet<string> = new Set(['join__directive', 'join__DirectiveArguments']);

/** Arguments that hold a selection, which each library writes with spaces of its own. */
const SELECTIONS: ReadonlySet<string> = new Set(['key', 'provides', 'requires']);

/**
 * What `@apollo/composition` says otherwise about the same rooms, a sentence each; nothing when it agrees. It
 * is a development dependency, loaded only here.
 */
export async function secondOpinion(
  services: readonly ComposedRoom[],
  supergraph: string,
): Promise<readonly string[]> {
  const { composeServices } = await import('@apollo/composition');
  const result = composeServices([...services]);
  return result.errors === undefined
    ? differences(supergraph, result.supergraphSdl)
    : result.errors.map((error) => `@apollo/composition refuses the graph: ${error.message}`);
}

/** What two supergraphs say differently, order and looks aside, a sentence each. */
export function differences(ours: string, theirs: string): readonly string[] {
  const [own, other] = [linesOf(ours), linesOf(theirs)];
  const sentence = (line: string, wanted: boolean): string =>
    `@apollo/composition composes another graph: it has ${wanted ? '' : 'no '}"${line}".`;
  return [
    ...[...other].filter((line) => !own.has(line)).map((line) => sentence(line, true)),
    ...[...own].filter((line) => !other.has(line)).map((line) => sentence(line, false)),
  ];
}

/** Every line of every definition, with the name of its definition before it. */
function linesOf(supergraph: string): ReadonlySet<string> {
  return new Set(
    normal(parse(supergraph, { noLocation: true })).definitions.flatMap((node) => {
      if (node.kind === Kind.SCHEMA_DEFINITION) {
        return [...(node.directives ?? []), ...node.operationTypes].map((part) => print(part));
      }
      const name = 'name' in node ? node.name.value : node.kind;
      return print(node)
        .split('\n')
        .map((line) => `${name}: ${line.trim()}`);
    }),
  );
}

function normal(document: DocumentNode): DocumentNode {
  const used = document.definitions.filter(
    (node) => !('name' in node && UNUSED.has(node.name.value)),
  );
  const same: DocumentNode = visit(
    { kind: Kind.DOCUMENT, definitions: used },
    {
      // One library keeps these descriptions and the other does not; they say nothing to a planner.
      DirectiveDefinition: ({ description: _, ...node }) => node,
      Argument: (node) =>
        SELECTIONS.has(node.name.value) && node.value.kind === Kind.STRING
          ? { ...node, value: { ...node.value, value: selection(node.value.value) } }
          : undefined,
    },
  );
  return sortDocument(same);
}

function selection(text: string): string {
  return text.replace(/\s*([{}(),:])\s*/g, '$1').replace(/\s+/g, ' ');
}
