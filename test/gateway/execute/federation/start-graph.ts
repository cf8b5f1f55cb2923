import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';

import { createAccessControl } from '../../../../gateway/access/access-control.ts';
import { loadNativeEngine } from '../../../../gateway/execute/native/native-engine.ts';
import { loadReferenceEngine } from '../../../../gateway/execute/reference-engine.ts';
import type {
  SubgraphClient,
  SubgraphResult,
} from '../../../../gateway/execute/subgraph-client.ts';
import { federationLink } from '../differential/federation-link.ts';
import { engineUnderTest } from '../engine-under-test.ts';
import type { PlainResult } from '../engine-under-test.ts';

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
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<PlainResult>;
  stop(): Promise<void>;
}

const LINK = federationLink(
  ...['@key', '@shareable', '@external', '@requires', '@provides'],
  ...['@override', '@inaccessible', '@interfaceObject', '@tag'],
);

/** Composes subgraphs and puts an engine, with the steps before it, over them. */
export async function startGraph(
  engineName: EngineName,
  subgraphs: Readonly<Record<string, SubgraphText>>,
): Promise<Graph> {
  const services = Object.entries(subgraphs).map(([name, { sdl }]) => ({
    name,
    url: `http://${name}.example/graphql`,
    typeDefs: parse(LINK + sdl),
  }));
  const { supergraphSdl: supergraph, errors } = composeServices(services);
  if (supergraph === undefined) throw new Error(errors?.map((one) => one.message).join('\n'));
  const asked: Asked[] = [];
  const clients = new Map(
    Object.entries(subgraphs).map(([name, text]) => [name, clientOf(name, text, asked)]),
  );
  const engine = await engineUnderTest(loaders[engineName], {
    supergraph,
    access: createAccessControl({ supergraph }),
    clientFor(subgraph) {
      const client = clients.get(subgraph);
      if (client === undefined) throw new Error(`There is no subgraph "${subgraph}".`);
      return client;
    },
  });
  return {
    asked,
    ask(query, variables = {}) {
      asked.length = 0;
      return engine.ask({ document: parse(query), variables });
    },
    stop: () => engine.stop(),
  };
}

function clientOf(subgraph: string, text: SubgraphText, asked: Asked[]): SubgraphClient {
  const answer = 'answer' in text ? text.answer : answerer(text.sdl, text.resolvers);
  return {
    async send({ body }) {
      const { query, variables = {} } = JSON.parse(body) as Partial<SubgraphRequest>;
      const request = { query: query ?? '', variables };
      asked.push({ subgraph, ...request });
      const result = await answer(request);
      // Through JSON, as over the wire: nothing that the engine does to it comes back here.
      const text = typeof result === 'string' ? result : JSON.stringify(result);
      return JSON.parse(text) as SubgraphResult;
    },
  };
}

function answerer(sdl: string, resolvers: Resolvers) {
  const schema = buildSubgraphSchema({ typeDefs: parse(LINK + sdl), resolvers });
  return ({ query, variables }: SubgraphRequest): unknown =>
    execute({ schema, document: parse(query), variableValues: variables });
}
