import { composeServices } from '@theguild/federation-composition';
import { GraphQLError, parse } from 'graphql';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';

import { developmentKeys } from '../../gateway/auth/development-keys.ts';
import { signDevelopmentToken } from '../../gateway/auth/development-token.ts';
import type { DevelopmentTokenOrder } from '../../gateway/auth/development-token.ts';
import { readConfig } from '../../gateway/config.ts';
import type { GatewayConfig } from '../../gateway/config.ts';
import type { GatewayOptions } from '../../gateway/gateway-parts.ts';
import { startGateway } from '../../gateway/start-gateway.ts';
import { startTinySubgraph } from './tiny-subgraph.ts';
import type { TinySubgraph } from './tiny-subgraph.ts';

const LINK = (imports: string): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: [${imports}])`;

const STANDARDS = `
  extend schema
    @link(url: "https://specs.switchboard.example/standards/v1.0", import: ["@access"])
    @composeDirective(name: "@access")
  directive @access(scopes: [[String!]!]!) repeatable on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE`;
const customersSdl = ({ read, give }: { readonly read: string; readonly give: string }): string => `
  ${LINK('"@key", "@requiresScopes", "@composeDirective"')}
  ${give === '' ? '' : STANDARDS}
  type Query {
    customer(id: ID!): Customer
    customers(where: CustomerWhere, sortBy: CustomerSort, taxNumber: String ${give}): [Customer!]!
  }
  input CustomerWhere { name: String taxNumber: String ${give} not: CustomerWhere }
  enum CustomerSort { NAME TAX_NUMBER ${give} }
  type Mutation { rename(id: ID!, name: String!): Customer slow: String }
  type Customer @key(fields: "id") { id: ID! name: String taxNumber: String ${read} }
`;
const bankingSdl = `
  ${LINK('"@key"')}
  type Query { bankName: String echo(values: [Int!], filter: EchoFilter): String refuse(code: String, message: String): String }
  input EchoFilter { amount: Int!, secret: String }
  type Customer @key(fields: "id") { id: ID! balance: Int accounts: [String!] }
`;

const people = ['1', '2', '3'].map((id) => ({ id, name: `Person ${id}`, taxNumber: `T${id}` }));

/** Two real subgraphs and a real gateway over them. */
export interface TinyCompany {
  readonly customers: TinySubgraph;
  readonly banking: TinySubgraph;
  readonly url: string;
  readonly adminUrl: string;
  readonly dataDirectory: string;
  /** What the gateway logged, as JSON lines. */
  readonly log: string[];
  token(
    roles?: readonly string[],
    scopes?: readonly string[],
    purposes?: readonly string[],
  ): Promise<string>;
  ask(query: string, options?: AskOptions): Promise<Answer>;
  stopGateway(): Promise<void>;
  stop(): Promise<void>;
}

export interface AskOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: unknown;
  readonly errors: readonly AnswerError[];
  readonly body: Readonly<Record<string, unknown>>;
}

interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface TinyCompanySettings {
  /** Whether `Customer.taxNumber`, and to filter or sort by it, asks for the scope `tax:read`, or for which. */
  readonly guarded?: boolean | string;
  /** What the gateway is given besides. */
  readonly options?: GatewayOptions;
  readonly environment?: Readonly<Record<string, string>>;
  /** Changes to the configuration as read. */
  readonly adjust?: (config: GatewayConfig) => GatewayConfig;
}

const OPEN = Object.freeze({ read: '', give: '' });

export async function startTinyCompany(settings: TinyCompanySettings = {}): Promise<TinyCompany> {
  const scope = settings.guarded === true ? 'tax:read' : settings.guarded;
  const asks = typeof scope === 'string' ? `(scopes: [["${scope}"]])` : null;
  const sdl = customersSdl(
    asks === null ? OPEN : { read: `@requiresScopes${asks}`, give: `@access${asks}` },
  );
  const customers = await startTinySubgraph('customers', sdl, customersResolvers);
  const banking = await startTinySubgraph('banking', bankingSdl, bankingResolvers);
  const dataDirectory = mkdtempSync(join(tmpdir(), 'tiny-company-'));
  const log: string[] = [];
  const environment = { DATA_DIR: dataDirectory, PORT: '0', ADMIN_PORT: '0', NODE_ENV: 'test' };
  const config = readConfig({ ...environment, ...settings.environment });
  const gateway = await startGateway(settings.adjust?.(config) ?? config, {
    ...settings.options,
    supergraph: composeTiny([customers, banking]),
    log: pino({ level: 'info' }, { write: (line: string) => void log.push(line) }),
  }).catch(async (error: unknown) => {
    // An open server would keep the test run from ending.
    await Promise.all([customers.stop(), banking.stop()]);
    throw error;
  });
  return {
    ...{ customers, banking, dataDirectory, log, url: gateway.url, adminUrl: gateway.adminUrl },
    token: (roles = [], scopes = [], purposes = []) =>
      tinyToken(config, { roles, scopes, purposes }),
    ask: (query, options) => askGraph(gateway.url, query, options),
    stopGateway: () => gateway.stop(),
    async stop() {
      // Hanging subgraphs would hold the drain.
      await Promise.all([customers.stop(), banking.stop()]);
      await gateway.stop();
      rmSync(dataDirectory, { recursive: true });
    },
  };
}

export function composeTiny(
  subgraphs: readonly Pick<TinySubgraph, 'name' | 'url' | 'sdl'>[],
): string {
  const composed = composeServices(
    subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (composed.supergraphSdl === undefined) throw new Error(JSON.stringify(composed.errors));
  return composed.supergraphSdl;
}

export async function askGraph(
  url: string,
  query: string,
  { variables, operationName, headers }: AskOptions = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables, operationName }),
  });
  const body = (await response.json()) as Record<string, unknown>;
  return {
    status: response.status,
    headers: response.headers,
    data: body['data'],
    errors: (body['errors'] ?? []) as AnswerError[],
    body,
  };
}

async function tinyToken(
  config: GatewayConfig,
  held: Pick<DevelopmentTokenOrder, 'roles' | 'scopes' | 'purposes'>,
): Promise<string> {
  const { issuer, audience } = config.auth;
  return signDevelopmentToken(await developmentKeys(config.dataDirectory), {
    ...{ ...held, issuer, audience, subject: 'tester', division: null, teams: [], purpose: null },
    lifetimeSeconds: 600,
    now: new Date(),
  });
}

const customersResolvers = {
  Query: {
    customer: (_: unknown, { id }: { id: string }) => people.find((one) => one.id === id),
    customers: (_: unknown, { taxNumber }: { taxNumber?: string }) =>
      people.filter((one) => taxNumber === undefined || one.taxNumber === taxNumber),
  },
  Mutation: {
    rename: (_: unknown, { id, name }: { id: string; name: string }) => ({ id, name }),
    slow: async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return 'done';
    },
  },
  Customer: { __resolveReference: ({ id }: { id: string }) => people.find((one) => one.id === id) },
};

const bankingResolvers = {
  Query: {
    bankName: () => 'Tiny Bank',
    echo: (_: unknown, { values }: { values?: readonly number[] }) => JSON.stringify(values ?? []),
    refuse: (_: unknown, { code, message }: { code?: string; message?: string }) => {
      throw new GraphQLError(message ?? '', {
        extensions: { ...(code === undefined ? {} : { code }), stacktrace: ['at secret.ts:1'] },
      });
    },
  },
  Customer: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    balance: ({ id }: { id: string }) => Number(id) * 100,
    accounts: ({ id }: { id: string }) => [`A${id}`],
  },
};
