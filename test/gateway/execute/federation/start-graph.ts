import { afterAll } from '@jest/globals';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';

import { createAccessControl } from '../../../../gateway/access/access-control.ts';
import { stripSecurity } from '../../../../gateway/access/strip-security.ts';
import type { Caller } from '../../../../gateway/auth/caller.ts';
import { loadNativeEngine } from '../../../../gateway/execute/native/native-engine.ts';
import { loadReferenceEngine } from '../../../../gateway/execute/reference-engine.ts';
import { readAnswer } from '../../../../gateway/execute/read-subgraph-result.ts';
import type { SubgraphClient } from '../../../../gateway/execute/subgraph-client.ts';
import { SubgraphUnavailableError } from '../../../../gateway/execute/subgraph-unavailable-error.ts';
import { namedPolicies } from '../../../../schema/access/rules.ts';
import type { NamedPolicies } from '../../../../schema/access/rules.ts';
import { federationLink } from '../differential/federation-link.ts';
import { engineUnderTest } from '../engine-under-test.ts';
import type { EngineUnderTest, PlainResult } from '../engine-under-test.ts';

export const loaders = { reference: loadReferenceEngine, native: loadNativeEngine } as const;
export type EngineName = keyof typeof loaders;

/** For facts that hold over both engines. */
export const bothEngines: readonly EngineName[] = ['reference', 'native'];

type Resolvers = NonNullable<
  Extract<Parameters<typeof buildSubgraphSchema>[0], { typeDefs: unknown }>['resolvers']
>;

/** A subgraph with resolvers is a real one; with an answer it says just that, be it right or wrong. Texts are JSON. */
export type SubgraphText =
  | { readonly sdl: string; readonly resolvers: Resolvers }
  | { readonly sdl: string; readonly answer: (request: SubgraphRequest) => unknown };

export interface SubgraphRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, any>>;
}

export interface Asked extends SubgraphRequest {
  readonly subgraph: string;
}

export interface Graph {
  /** What the subgraphs were asked, in order, since the last `ask`. */
  readonly asked: Asked[];
  ask(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    caller?: Caller | null,
  ): Promise<PlainResult>;
}

const LINK = federationLink(
  ...['@key', '@shareable', '@external', '@requires', '@provides'],
  ...['@override', '@inaccessible', '@interfaceObject', '@tag'],
  ...['@authenticated', '@requiresScopes', '@policy'],
);

/**
 * Composes subgraphs and puts an engine, with the steps before it, over them. Engines stop when the file's
 * tests have run.
 */
export async function startGraph(
  engineName: EngineName,
  subgraphs: Readonly<Record<string, SubgraphText>>,
  policies: NamedPolicies = namedPolicies,
): Promise<Graph> {
  const { engine, clients } = await engineOver(engineName, subgraphs, policies);
  const asked: Asked[] = [];
  const mine = new Map(
    Object.entries(subgraphs).map(([name, text]) => [name, clientOf(name, text, asked)]),
  );
  return {
    asked,
    ask(query, variables = {}, caller = null) {
      asked.length = 0;
      clients.current = mine;
      return engine.ask({ document: parse(query), variables, caller });
    },
  };
}

interface SharedEngine {
  readonly engine: EngineUnderTest;
  /** Those of the graph that asks. */
  readonly clients: { current: ReadonlyMap<string, SubgraphClient> };
}

/** Engine and SDL -> engine. A planner takes long to start, and most tests of a file differ in answers only. */
const engines = new Map<string, Promise<SharedEngine>>();

afterAll(async () => {
  for (const { engine } of await Promise.all(engines.values())) await engine.stop();
  engines.clear();
});

function engineOver(
  engineName: EngineName,
  subgraphs: Readonly<Record<string, SubgraphText>>,
  policies: NamedPolicies,
): Promise<SharedEngine> {
  const sdl = Object.fromEntries(Object.entries(subgraphs).map(([name, { sdl }]) => [name, sdl]));
  const key = JSON.stringify([engineName, sdl, Object.keys(policies)]);
  const known = engines.get(key) ?? loadEngine(engineName, sdl, policies);
  engines.set(key, known);
  return known;
}

async function loadEngine(
  engineName: EngineName,
  sdl: Readonly<Record<string, string>>,
  policies: NamedPolicies,
): Promise<SharedEngine> {
  const services = Object.entries(sdl).map(([name, text]) => ({
    name,
    url: `http://${name}.example/graphql`,
    typeDefs: parse(LINK + text),
  }));
  const { supergraphSdl: supergraph, errors } = composeServices(services);
  if (supergraph === undefined) throw new Error(errors?.map((one) => one.message).join('\n'));
  const clients: SharedEngine['clients'] = { current: new Map() };
  const engine = await engineUnderTest(loaders[engineName], {
    supergraph: stripSecurity(supergraph),
    access: createAccessControl({ supergraph, policies }),
    clientFor: (subgraph) => ({
      send(call, context) {
        const client = clients.current.get(subgraph);
        if (client === undefined) throw new Error(`There is no subgraph "${subgraph}".`);
        return client.send(call, context);
      },
    }),
  });
  return { engine, clients };
}

function clientOf(subgraph: string, text: SubgraphText, asked: Asked[]): SubgraphClient {
  const answer = 'answer' in text ? text.answer : answerer(text.sdl, text.resolvers);
  return {
    async send({ body, check = null }) {
      const { query, variables = {} } = JSON.parse(body) as Partial<SubgraphRequest>;
      const request = { query: query ?? '', variables };
      asked.push({ subgraph, ...request });
      const result = await answer(request);
      // As over the wire: nothing that the engine does to it comes back here.
      const text = typeof result === 'string' ? result : JSON.stringify(result);
      const read = readAnswer(Buffer.from(text), check);
      if (read === null) throw new SubgraphUnavailableError(subgraph, 'no GraphQL result');
      return read;
    },
  };
}

function answerer(sdl: string, resolvers: Resolvers) {
  const schema = buildSubgraphSchema({ typeDefs: parse(LINK + sdl), resolvers });
  return ({ query, variables }: SubgraphRequest): unknown =>
    execute({ schema, document: parse(query), variableValues: variables });
}
