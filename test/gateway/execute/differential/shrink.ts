import { Kind, parse, print, validate, visit } from 'graphql';
import type { ASTNode, DocumentNode, GraphQLSchema } from 'graphql';

import { withoutUnused } from './decide-conditions.ts';
import type { Verdict } from './contest.ts';
import type { Trial } from './trials.ts';

/** Most runs that making one operation smaller may cost. */
const MOST_RUNS = 400;

/** The smallest trial found on which the engines still differ: selections, arguments and faults taken away. */
export async function shrink(
  verdict: Verdict,
  run: (trial: Trial) => Promise<Verdict>,
): Promise<Verdict> {
  let smallest = verdict;
  let runs = 0;
  for (let isSmaller = true; isSmaller && runs < MOST_RUNS;) {
    isSmaller = false;
    for (const trial of smallerTrials(smallest.trial)) {
      runs += 1;
      const next = await run(trial);
      if (next.faults.length > 0) {
        smallest = next;
        isSmaller = true;
        break;
      }
      if (runs >= MOST_RUNS) break;
    }
  }
  return smallest;
}

function* smallerTrials(trial: Trial): Generator<Trial, void> {
  const { scenario, document, world } = trial;
  for (const kind of ['throws', 'complains', 'lies', 'missing', 'keyless'] as const) {
    if (scenario.faults[kind] === 0) continue;
    const faults = { ...scenario.faults, [kind]: 0 };
    yield { ...trial, scenario: { ...scenario, faults } };
  }
  if (scenario.faults.down.size > 0) {
    yield { ...trial, scenario: { ...scenario, faults: { ...scenario.faults, down: new Set() } } };
  }
  for (const smaller of smallerDocuments(document, world.apiSchema)) {
    const query = print(smaller);
    const variables = Object.fromEntries(
      Object.entries(trial.variables).filter(([name]) => query.includes(`$${name}`)),
    );
    yield { ...trial, document: smaller, query, variables };
  }
}

/** Valid documents that lack one thing that the given one has. */
export function* smallerDocuments(
  document: DocumentNode,
  schema: GraphQLSchema,
): Generator<DocumentNode, void> {
  for (let place = 0; ; place += 1) {
    const smaller = without(document, place);
    if (smaller === null) return;
    const tidy = tidied(smaller);
    if (tidy !== null && validate(schema, tidy).length === 0) yield tidy;
  }
}

/** The document without its removable node at a place, in the order of the text; null when there is none. */
function without(document: DocumentNode, place: number): DocumentNode | null {
  let seen = -1;
  let isFound = false;
  const removeHere = (node: ASTNode): null | undefined => {
    const isRemovable =
      node.kind === Kind.FIELD ||
      node.kind === Kind.INLINE_FRAGMENT ||
      node.kind === Kind.FRAGMENT_SPREAD ||
      node.kind === Kind.ARGUMENT ||
      node.kind === Kind.OBJECT_FIELD ||
      node.kind === Kind.DIRECTIVE;
    if (!isRemovable || isFound) return undefined;
    seen += 1;
    if (seen !== place) return undefined;
    isFound = true;
    return null;
  };
  const smaller = visit(document, { enter: removeHere });
  return isFound ? smaller : null;
}

/** Null when a selection set lost all it had. */
function tidied(document: DocumentNode): DocumentNode | null {
  let isEmpty = false;
  visit(document, {
    SelectionSet(node) {
      if (node.selections.length === 0) isEmpty = true;
    },
  });
  return isEmpty ? null : parse(print(withoutUnused(document)));
}
