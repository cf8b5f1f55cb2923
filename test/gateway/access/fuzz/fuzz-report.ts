import { print } from 'graphql';

import { smallerDocuments } from '../../execute/differential/shrink.ts';
import type { FuzzHouse } from './fuzz-house.ts';
import type { FuzzTrial } from './fuzz-trials.ts';
import { runTrial } from './run-fuzz.ts';
import type { FuzzVerdict } from './run-fuzz.ts';

/** What a person needs to see a fault again. */
export function describeVerdict({ trial, answer, faults }: FuzzVerdict): string {
  const { number, query, operationName, variables } = trial;
  return [
    `Operation ${number}:`,
    ...faults.slice(0, 10).map((fault) => `- ${fault}`),
    query,
    `runs ${operationName ?? 'the only one'}, variables ${JSON.stringify(variables)}`,
    `answer ${answer.slice(0, 4_000)}`,
  ].join('\n');
}

/** Most runs that making one operation smaller may cost. */
const MOST_RUNS = 300;

/** The smallest request found that still has a fault. */
export async function shrinkTrial(house: FuzzHouse, verdict: FuzzVerdict): Promise<FuzzVerdict> {
  let smallest = verdict;
  let runs = 0;
  for (let isSmaller = true; isSmaller && runs < MOST_RUNS;) {
    isSmaller = false;
    for (const trial of smallerTrials(smallest.trial, house)) {
      runs += 1;
      const next = await runTrial(house, trial);
      if (next.faults.length > 0) {
        smallest = next;
        isSmaller = true;
        break;
      }
    }
  }
  return smallest;
}

function* smallerTrials(trial: FuzzTrial, { truth }: FuzzHouse): Generator<FuzzTrial, void> {
  for (const document of smallerDocuments(trial.document, truth.schema)) {
    const query = print(document);
    const used = Object.entries(trial.variables).filter(([name]) => query.includes(`$${name}`));
    yield { ...trial, document, query, variables: Object.fromEntries(used) };
  }
}
