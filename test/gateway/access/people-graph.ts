import { buildSubgraphSchema } from '@apollo/subgraph';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';

/**
 * A small graph with one of everything that field-level access can trip over: protected keys, @requires,
 * a protected type behind an interface and a union, a protected scalar and enum, an interface object,
 * non-null fields, renamed directives. Every protected value carries markers, one for each scope it needs.
 */
const LINK = (imports: string): string => `
extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.7"
  import: [${imports}
    { name: "@authenticated", as: "@signedIn" }, { name: "@requiresScopes", as: "@needs" }]
)`;

const PEOPLE_SDL = `${LINK('"@key", "@policy", "@external", "@shareable"')}
type Query {
  customer(id: ID!): Customer
  customers: [Customer!]
  me: Customer!
  people: [Person]
  search(text: String): [SearchResult]
  staff(id: ID!): Staff
  vendor: Vendor
  library: [Media]
  ping: String
}
type Mutation {
  setName(id: ID!, name: String!): Customer @needs(scopes: [["crm:write"]])
  updateContact(id: ID!, phone: String!): ContactUpdate
  ping: String
}
interface Person { id: ID name: String ssn: String boss: Person }
union SearchResult = Customer | Staff | Vendor
type Customer implements Person @key(fields: "taxId") @key(fields: "ref { division localId }") {
  id: ID
  taxId: ID @needs(scopes: [["tax"]])
  ref: Ref
  name: String
  ssn: String @shareable @needs(scopes: [["pii"]])
  email: String @policy(policies: [["worksForDivision"]])
  nickname: String @signedIn
  dob: Dob
  tier: Tier
  notes: [String!] @needs(scopes: [["pii", "notes"], ["audit"]])
  contact: Contact
  address: Address!
  boss: Person
  friends: [Customer!]!
}
type Ref { division: ID localId: ID }
type Contact { phone: String @needs(scopes: [["phone"]]) city: String }
type Address { street: String! @needs(scopes: [["street"]]) city: String }
type Staff implements Person @needs(scopes: [["hr"]]) {
  id: ID name: String ssn: String @needs(scopes: [["pii"]]) boss: Person salary: Int!
}
type Vendor { name: String iban: String @needs(scopes: [["bank"]]) }
type ContactUpdate { ok: Boolean customer: Customer }
scalar Dob @needs(scopes: [["dob"]])
enum Tier @needs(scopes: [["tier"]]) { GOLD IRON }
interface Media @key(fields: "id") { id: ID title: String }
type Book implements Media @key(fields: "id") { id: ID title: String pages: Int @needs(scopes: [["pages"]]) }
type Film implements Media @key(fields: "id") { id: ID title: String }
`;

const SCORES_SDL = `${LINK('"@key", "@external", "@requires", "@provides", "@interfaceObject"')}
type Query { best: Customer known: Customer @provides(fields: "ssn") account(iban: ID!): Account ping2: String }
type Customer @key(fields: "taxId") {
  taxId: ID
  name: String @external
  ssn: String @external
  score: Int
  level: String @requires(fields: "name")
  risk: String @requires(fields: "ssn") @needs(scopes: [["pii"]])
  accounts: [Account]
}
type Account @key(fields: "iban") {
  iban: ID @needs(scopes: [["bank"]])
  balance: Int
  owner: Customer
}
type Media @key(fields: "id") @interfaceObject { id: ID reviews: String @needs(scopes: [["reviews"]]) stars: Int }
`;

/** The graph's subgraphs, by name. */
export const peopleSdl = Object.freeze({ people: PEOPLE_SDL, scores: SCORES_SDL });

interface Row {
  [field: string]: unknown;
}

const customer = (n: number, more: Row): Row => ({
  __typename: 'Customer',
  id: `c${n}`,
  taxId: `<tax>T${n}`,
  ref: { division: 'bank', localId: `L${n}` },
  name: `Name ${n}`,
  ssn: `<pii>S${n}`,
  email: `<division>e${n}@x`,
  nickname: `<signedIn>Nick ${n}`,
  dob: `<dob>190${n}`,
  tier: n % 2 === 0 ? 'GOLD' : 'IRON',
  notes: [`<notes>a${n}`, `<notes>b${n}`],
  contact: { phone: `<phone>P${n}`, city: `Town ${n}` },
  address: { street: `<street>A${n}`, city: `Town ${n}` },
  score: n * 10,
  accounts: [{ iban: `<bank>I${n}`, balance: n * 100, ownerId: `<tax>T${n}` }],
  ...more,
});

const customers: readonly Row[] = [
  customer(1, { bossId: 's1', friendIds: ['c2', 'c3'] }),
  customer(2, { bossId: 'c1', friendIds: [] }),
  customer(3, { bossId: null, friendIds: ['c1'], contact: null, notes: null, accounts: [] }),
];
const staff: readonly Row[] = [
  { id: '<hr>s1', key: 's1', name: '<hr>Boss', ssn: '<hr><pii>S9', bossId: null, salary: 990001 },
  { id: '<hr>s2', key: 's2', name: '<hr>Clerk', ssn: '<hr><pii>S8', bossId: 's1', salary: 990002 },
].map((row) => ({ __typename: 'Staff', ...row }));
const vendor: Row = { __typename: 'Vendor', name: 'Vendor', iban: '<bank>V1' };
const library: readonly Row[] = [
  {
    __typename: 'Book',
    id: 'm1',
    title: 'Book one',
    pages: 880001,
    reviews: '<reviews>R1',
    stars: 1,
  },
  { __typename: 'Film', id: 'm2', title: 'Film two', reviews: '<reviews>R2', stars: 2 },
];

const person = (key: unknown): Row | null =>
  [...customers, ...staff].find((row) => row['id'] === key || row['key'] === key) ?? null;
const byTax = (taxId: unknown): Row | null =>
  customers.find((row) => row['taxId'] === taxId) ?? null;
const accounts = customers.flatMap((row) => row['accounts'] as readonly Row[]);

const dob = { dob: (row: Row) => row['dob'] };
const personFields = { boss: (row: Row) => person(row['bossId']) };
const typed = { __resolveType: (row: Row) => row['__typename'] };

const rootQuery = {
  customer: (_: unknown, { id }: { id: string }) => customers.find((row) => row['id'] === id),
  customers: () => customers,
  me: () => customers[0],
  people: () => [customers[0], staff[0], customers[2], null],
  search: () => [vendor, customers[1], staff[1]],
  staff: (_: unknown, { id }: { id: string }) => staff.find((row) => row['key'] === id),
  vendor: () => vendor,
  library: () => library,
  ping: () => 'pong',
};
const scoreQuery = {
  best: () => customers[2],
  known: () => customers[0],
  account: (_: unknown, { iban }: { iban: string }) => accounts.find((one) => one['iban'] === iban),
  ping2: () => 'pong2',
};
const customerFields = {
  ...dob,
  ...personFields,
  friends: (row: Row) => (row['friendIds'] as readonly string[]).map(person),
};
const accountFields = { owner: (row: Row) => byTax(row['ownerId']) };

/** Changes that the mutations made; a refused mutation leaves it empty. */
export const writes: string[] = [];
const rootMutation = {
  setName: (_: unknown, { id, name }: { id: string; name: string }) => {
    writes.push(`setName ${id} ${name}`);
    const found = customers.find((row) => row['id'] === id);
    return found === undefined ? null : { ...found, name };
  },
  updateContact: (_: unknown, { id, phone }: { id: string; phone: string }) => {
    writes.push(`updateContact ${id} ${phone}`);
    return { ok: true, customer: customers.find((row) => row['id'] === id) };
  },
  ping: () => {
    writes.push('ping');
    return 'pong';
  },
};

const media = (row: Row): Row | null => library.find((one) => one['id'] === row['id']) ?? null;
const requireName = (row: Row): string => `level of ${String(row['name'])}`;
const requireSsn = (row: Row): string => `<pii>risk of ${String(row['ssn'])}`;

const peopleResolvers = {
  Query: rootQuery,
  Mutation: rootMutation,
  Person: typed,
  SearchResult: typed,
  Media: { ...typed, __resolveReference: media },
  Customer: {
    ...customerFields,
    __resolveReference: (row: Row) =>
      byTax(row['taxId']) ??
      customers.find(
        (one) => (one['ref'] as Row)['localId'] === (row['ref'] as Row | undefined)?.['localId'],
      ),
  },
  Staff: personFields,
  Book: { __resolveReference: media },
  Film: { __resolveReference: media },
};

const scoreResolvers = {
  Query: scoreQuery,
  Customer: {
    __resolveReference: (row: Row) => ({ ...byTax(row['taxId']), ...row }),
    level: requireName,
    risk: requireSsn,
  },
  Account: {
    ...accountFields,
    __resolveReference: (row: Row) => accounts.find((one) => one['iban'] === row['iban']),
  },
  Media: { __resolveReference: media },
};

export interface Subgraph {
  readonly name: string;
  readonly typeDefs: DocumentNode;
  readonly schema: GraphQLSchema;
}

function subgraph(name: string, sdl: string, resolvers: object): Subgraph {
  const typeDefs = parse(sdl);
  // The resolver maps are written by hand above; Apollo's type wants an index signature.
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
  return { name, typeDefs, schema };
}

export function peopleSubgraphs(): readonly Subgraph[] {
  return [
    subgraph('people', PEOPLE_SDL, peopleResolvers),
    subgraph('scores', SCORES_SDL, scoreResolvers),
  ];
}

export interface Composed {
  readonly supergraph: string;
  readonly api: string;
}

export function composePeople(): Composed {
  const services = peopleSubgraphs().map(({ name, typeDefs }) => ({
    name,
    url: `http://${name}.invalid/`,
    typeDefs,
  }));
  const composed = composeServices(services);
  if (composed.supergraphSdl === undefined) {
    throw new Error(composed.errors.map((one) => one.message).join('\n'));
  }
  return { supergraph: composed.supergraphSdl, api: composed.publicSdl };
}
