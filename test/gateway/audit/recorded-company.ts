import { readFileSync } from 'node:fs';
import { parse, print } from 'graphql';

import { startRoomProcess } from '../../../cli/rooms/room-process.ts';
import type { RoomProcess } from '../../../cli/rooms/room-process.ts';
import { developmentKeys } from '../../../gateway/auth/development-keys.ts';
import { signDevelopmentToken } from '../../../gateway/auth/development-token.ts';
import { withStandards } from '../../../schema/with-standards.ts';
import { governanceRoom } from '../../../subgraphs/governance/main.ts';
import { askGraph, composeTiny } from '../../support/tiny-company.ts';
import type { Answer } from '../../support/tiny-company.ts';
import { startTinySubgraph } from '../../support/tiny-subgraph.ts';
import type { TinySubgraph } from '../../support/tiny-subgraph.ts';

export const SECRET = 'a secret between a gateway and its rooms';

const CUSTOMERS = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7",
    import: ["@key", "@authenticated", "@requiresScopes", "@composeDirective"])
  type Query {
    customer(id: ID!): Customer @classification(level: INTERNAL) @authenticated
    customers(taxNumber: String @access(scopes: [["tax:read"]])): [Customer!] @classification(level: INTERNAL) @authenticated
    owned: [Owned!] @classification(level: INTERNAL) @authenticated
    weather: String @classification(level: PUBLIC) @authenticated
  }
  type Mutation { rename(id: ID!, name: String): Customer @classification(level: INTERNAL) @authenticated }
  type Subscription {
    customerChanged: Customer @classification(level: INTERNAL) @authenticated
      @event(types: ["customer.changed"], key: "customerId", query: "customer")
  }
  union Owned = Customer | Shop
  type Shop { street: String @classification(level: PUBLIC) @authenticated }
  type Customer @key(fields: "id") {
    id: ID! @classification(level: INTERNAL) @authenticated
    name: String @classification(level: CONFIDENTIAL, pii: [NAME]) @authenticated
    status: String @classification(level: INTERNAL) @authenticated
    nick: String @classification(level: INTERNAL, pii: [NAME]) @authenticated
    taxNumber: String @classification(level: RESTRICTED, pii: [IDENTIFIER]) @requiresScopes(scopes: [["tax:read"]])
    friends: [Customer!] @classification(level: INTERNAL) @authenticated
  }`;

const people = ['1', '2', '3'].map((id) => ({
  id,
  name: `Person ${id}`,
  status: 'ACTIVE',
  nick: id,
}));
const find = ({ id }: { id: string }) => people.find((one) => one.id === id);

const resolvers = {
  Query: {
    customer: (_: unknown, args: { id: string }) => find(args),
    customers: () => people,
    owned: () => [
      { __typename: 'Shop', street: 'High Street' },
      { __typename: 'Customer', ...people[1] },
    ],
    weather: () => 'fine',
  },
  Mutation: { rename: (_: unknown, args: { id: string }) => find(args) },
  Customer: {
    __resolveReference: find,
    taxNumber: ({ id }: { id: string }) => `T${id}`,
    friends: ({ id }: { id: string }) => people.filter((one) => one.id !== id),
  },
};

/** A subgraph with classified data and the real governance room, for a gateway to stand before. */
export interface RecordedCompany {
  readonly customers: TinySubgraph;
  readonly supergraph: string;
  /** Closes the governance room's door, and opens it at the same port. */
  stopLedger(): Promise<void>;
  startLedger(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRecordedCompany(dataDirectory: string): Promise<RecordedCompany> {
  const customers = await startTinySubgraph(
    'customers',
    print(withStandards(parse(CUSTOMERS))),
    resolvers,
  );
  const settings = { DATA_DIR: dataDirectory, ASSERTION_SECRET: SECRET, LOG_LEVEL: 'silent' };
  const open = (port: number) => startRoomProcess([governanceRoom], settings, () => port);
  let room: RoomProcess | null = await open(0);
  const url = room.urls['governance'] ?? '';
  const sdl = print(withStandards(parse(readFileSync(governanceRoom.schemaFile, 'utf8'))));
  const stopLedger = async (): Promise<void> => {
    await room?.stop();
    room = null;
  };
  return {
    customers,
    supergraph: composeTiny([customers, { name: 'governance', url, sdl }]),
    stopLedger,
    async startLedger() {
      room = await open(Number(new URL(url).port));
    },
    async stop() {
      await customers.stop();
      await stopLedger();
    },
  };
}

export interface Who {
  readonly scopes?: readonly string[];
  readonly subject?: string;
  readonly purpose?: string;
  readonly roles?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A token that a gateway takes whose development keys are in a directory. */
export async function tokenOf(dataDirectory: string, who: Who): Promise<string> {
  const { scopes = [], subject = 'agent-1', purpose = null, roles = [] } = who;
  return signDevelopmentToken(await developmentKeys(dataDirectory), {
    ...{ roles, scopes, subject, purpose, division: null, lifetimeSeconds: 600 },
    ...{ issuer: 'switchboard-development', audience: 'switchboard', now: new Date() },
  });
}

/** Asks a gateway whose development keys are in a directory. */
export async function askAs(
  { url, dataDirectory }: { readonly url: string; readonly dataDirectory: string },
  query: string,
  who: Who & {
    readonly variables?: Readonly<Record<string, unknown>>;
    readonly requestId?: string;
  } = {},
): Promise<Answer> {
  const { variables = {}, requestId } = who;
  const headers = {
    ...who.headers,
    authorization: `Bearer ${await tokenOf(dataDirectory, who)}`,
    ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
  };
  return askGraph(url, query, { headers, variables });
}

const LOG = `query Log($first: Int, $after: String) {
  accessLog(first: $first, after: $after) {
    nodes { requestId subject purpose emergency { reason until } operationName fields customers denied { field rule } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export interface LoggedEntry {
  readonly requestId: string;
  readonly subject: string;
  readonly purpose: string | null;
  readonly emergency: { readonly reason: string; readonly until: string } | null;
  readonly operationName: string | null;
  readonly fields: readonly string[];
  readonly customers: readonly string[];
  readonly denied: readonly { readonly field: string; readonly rule: string }[];
}

/** All entries, the latest first, but for those of reading them. */
export async function readLedger(
  gateway: { readonly url: string; readonly dataDirectory: string },
  { pages = Infinity, first = 100 }: { readonly pages?: number; readonly first?: number } = {},
): Promise<readonly LoggedEntry[]> {
  const found: LoggedEntry[] = [];
  let after: string | null = null;
  for (let page = 0; page < pages; page++) {
    const who = { scopes: ['ledger:read'], subject: 'auditor' };
    const answer: Answer = await askAs(gateway, LOG, {
      ...who,
      variables: { first, after },
    });
    if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
    const { accessLog } = answer.data as {
      accessLog: {
        nodes: LoggedEntry[];
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
      };
    };
    found.push(...accessLog.nodes.filter(({ operationName }) => operationName !== 'Log'));
    if (!accessLog.pageInfo.hasNextPage) break;
    after = accessLog.pageInfo.endCursor;
  }
  return found;
}
