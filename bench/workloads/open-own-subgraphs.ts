import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { startProgram } from '../contestants/program.ts';
import type { BenchSubgraph } from '../subgraphs/subgraph.ts';
import type { Workload, WorkloadOptions } from './workload.ts';

const MAIN = fileURLToPath(new URL('../subgraphs/main.ts', import.meta.url));

/** Starts the bench's own subgraphs and composes some of them; operations are asked without a token. */
export async function openOwnSubgraphs(
  subgraphs: readonly BenchSubgraph[],
  queries: readonly string[],
  options: WorkloadOptions,
): Promise<Omit<Workload, 'check'>> {
  const logFile = join(options.directory, 'subgraphs.log');
  const program = startProgram({
    args: ['--import', 'tsx/esm', MAIN],
    core: options.core,
    logFile,
  });
  const url = await program.ready;
  const supergraphFile = join(options.directory, 'supergraph.graphql');
  writeFileSync(supergraphFile, compose(subgraphs, url));
  return {
    supergraphFile,
    environment: {},
    passesCaller: false,
    requests: queries.map((query) => ({
      ...{ body: JSON.stringify({ query }), headers: {}, needsRules: false },
    })),
    subgraphRequests: () => countAt(url),
    stop: () => program.stop(),
  };
}

/** Asks the subgraphs' process how often they were asked. */
export async function countAt(url: string): Promise<number> {
  return Number(await (await fetch(`${url}/requests`)).text());
}

function compose(subgraphs: readonly BenchSubgraph[], url: string): string {
  const { supergraphSdl, errors = [] } = composeServices(
    subgraphs.map(({ name, sdl }) => ({ name, url: `${url}/${name}`, typeDefs: parse(sdl) })),
  );
  if (supergraphSdl !== undefined) return supergraphSdl;
  throw new Error(errors.map(({ message }) => message).join('\n'));
}
