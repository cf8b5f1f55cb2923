import type { Engine, EngineSettings } from '../../../../gateway/execute/engine.ts';
import type { SubgraphResult } from '../../../../gateway/execute/subgraph-client.ts';
import { engineUnderTest } from '../engine-under-test.ts';
import type { PlainResult } from '../engine-under-test.ts';
import { generatedClient } from './generated-client.ts';
import type { Scenario } from './generated-client.ts';
import type { Manner } from './thing.ts';
import type { Trial } from './trials.ts';
import type { World } from './world.ts';

export type LoadEngine = (settings: EngineSettings) => Promise<Engine>;

/** An engine over the generated subgraphs of one world. */
export interface Contestant {
  ask(trial: Trial, manner: Manner): Promise<PlainResult>;
  stop(): Promise<void>;
}

export async function startContestant(
  world: World,
  load: LoadEngine,
  adjust: (result: SubgraphResult) => SubgraphResult = (result) => result,
): Promise<Contestant> {
  const now: { scenario: Scenario | null } = { scenario: null };
  const scenario = (): Scenario => {
    if (now.scenario === null) throw new Error('Nothing was asked yet.');
    return now.scenario;
  };
  const clients = new Map(
    Array.from(world.subgraphs, ([name, schema]) => [
      name,
      generatedClient(name, schema, scenario),
    ]),
  );
  const engine = await engineUnderTest(load, {
    supergraph: world.supergraph,
    access: world.access,
    clientFor(subgraph) {
      const client = clients.get(subgraph);
      if (client === undefined) throw new Error(`There is no subgraph "${subgraph}".`);
      return { send: async (call, context) => adjust(await client.send(call, context)) };
    },
  });
  return {
    ask({ document, variables, caller, scenario: given }, manner) {
      now.scenario = { ...given, manner };
      return engine.ask({ document, variables, caller });
    },
    stop: () => engine.stop(),
  };
}
