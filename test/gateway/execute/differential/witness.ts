import type { DocumentNode } from 'graphql';

import { clientKeyOf } from '../../../../gateway/access/engine-names.ts';
import { presentationOf } from '../../../../gateway/execute/engine.ts';
import type { EngineOperation } from '../../../../gateway/execute/engine.ts';
import { loadReferenceEngine } from '../../../../gateway/execute/reference-engine.ts';
import type { SubgraphResult } from '../../../../gateway/execute/subgraph-client.ts';
import type { PlainResult } from '../engine-under-test.ts';
import type { ClientPaths } from './client-paths.ts';
import { startContestant } from './contestant.ts';
import type { LoadEngine } from './contestant.ts';
import { withoutNothing } from './decide-conditions.ts';
import { asClientSees, PLANNER_FAILURE } from './judge.ts';
import type { Expectation } from './judge.ts';
import type { Trial } from './trials.ts';
import type { World } from './world.ts';

/** How the reference is asked. */
export interface Wording {
  readonly document: DocumentNode;
  /** The client's own, or those of the access layer. */
  readonly words: 'own' | 'other';
  /** Whether subgraphs leave out the names of types that are interfaces to others. */
  readonly hidesInterfaces: boolean;
}

/** The reference engine, made to say all that it knows. */
export interface Witness {
  testify(trial: Trial, wording: Wording, paths: ClientPaths): Promise<Expectation>;
  stop(): Promise<void>;
}

interface Confession {
  wording: Wording | null;
  /** Where null came in place of something that must be there. */
  nulls: readonly (readonly (string | number)[])[];
  /** Why it could not run the operation at all. */
  failure: string | null;
}

export async function startWitness(world: World): Promise<Witness> {
  const confession: Confession = { wording: null, nulls: [], failure: null };
  const hide = (result: SubgraphResult): SubgraphResult =>
    confession.wording?.hidesInterfaces === true
      ? withoutTypes(result, world.interfaceObjects)
      : result;
  const reference = await startContestant(world, confessing(confession), hide);
  return {
    async testify(trial, wording, paths) {
      Object.assign(confession, { wording, nulls: [], failure: null });
      const asked = { ...trial, document: wording.document };
      const stated = withoutFillers(await reference.ask(asked, 'stating'));
      const { failure } = confession;
      // A subgraph's error keeps the reference from saying what nulls it found itself.
      await reference.ask(asked, 'silent');
      const nulls = confession.nulls.map((path) => paths.cut(path));
      return { ...asClientSees(stated, paths), failure, nulls };
    },
    stop: () => reference.stop(),
  };
}

function withoutFillers({ data, ...rest }: PlainResult): PlainResult {
  return data === undefined ? rest : { ...rest, data: withoutNothing(data) };
}

/** Entities without a type that is none: the reference keeps the one that it knows. */
function withoutTypes(
  { data, ...rest }: SubgraphResult,
  interfaceObjects: ReadonlySet<string>,
): SubgraphResult {
  if (data === undefined) return rest;
  const entities = data?.['_entities'];
  if (data === null || !Array.isArray(entities)) return { data, ...rest };
  const named = entities.map((entity: unknown) => {
    if (entity === null || typeof entity !== 'object' || !('__typename' in entity)) return entity;
    const { __typename: type, ...others } = entity;
    return interfaceObjects.has(String(type)) ? others : entity;
  });
  return { ...rest, data: { ...data, _entities: named } };
}

function confessing(confession: Confession): LoadEngine {
  return async (settings) => {
    const engine = await loadReferenceEngine(settings);
    return {
      ...engine,
      async execute(operation) {
        const isOwn = confession.wording?.words !== 'other';
        const asked = isOwn ? operation : inOtherWords(operation);
        const result = await engine.execute(asked).catch((error: unknown) => {
          if (!PLANNER_FAILURE.test(String(error))) throw error;
          return engine.execute(inOtherWords(operation)).catch((failure: unknown) => {
            confession.failure = String(failure);
            throw failure;
          });
        });
        // Federation's implementation says them in an extension: apollographql/federation#2380.
        const completions = result.extensions?.['valueCompletion'] as Completions | undefined;
        confession.nulls = (completions ?? []).map(({ path = [] }) => path.flatMap(toClientKey));
        return result;
      },
    };
  };
}

/** In the words of the access layer, which the planner may understand better than the client's own. */
function inOtherWords(operation: EngineOperation): EngineOperation {
  const presentation = presentationOf(operation);
  const filtered = { ...presentation.filtered, asItCame: null };
  return { ...operation, presentation: { ...presentation, filtered } };
}

type Completions = readonly { readonly path?: readonly (string | number)[] }[];

function toClientKey(key: string | number): readonly (string | number)[] {
  if (typeof key === 'number') return [key];
  const known = clientKeyOf(key);
  return known === null ? [] : [known];
}
