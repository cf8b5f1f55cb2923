import type { Verdict } from './contest.ts';

/** What a person needs to see a difference again. */
export function describeVerdict({ trial, expected, actual, faults }: Verdict): string {
  const { world, number, query, variables, scenario, caller } = trial;
  const { down, ...chances } = scenario.faults;
  return [
    `World ${world.name}, operation ${number}:`,
    ...faults.slice(0, 10).map((fault) => `- ${fault}`),
    query,
    `variables ${JSON.stringify(variables)}`,
    `scenario ${JSON.stringify({ seed: scenario.seed, ...chances, down: [...down] })}`,
    ...(caller === null ? [] : [`scopes ${JSON.stringify(caller.scopes)}`]),
    `expected ${JSON.stringify(expected)}`,
    `actual   ${JSON.stringify(actual)}`,
  ].join('\n');
}
