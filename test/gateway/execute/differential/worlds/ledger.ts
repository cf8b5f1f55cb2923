import { federationLink } from '../federation-link.ts';

const LINK = federationLink(
  ...['@key', '@shareable', '@external', '@requires', '@override', '@inaccessible', '@tag'],
);

const accounts = `${LINK}
type Query {
  account(number: String!): Account!
  accounts(status: Status, filter: AccountFilter): [Account!]
  holder: Party
  summary: Summary @shareable
}
type Mutation { open(input: OpenInput!): Account! close(number: String!): Account }
type Account @key(fields: "number bank { code }") @key(fields: "iban") {
  number: String!
  bank: Bank!
  iban: String
  status: Status
  owner: Party
  limits: Limits
  balance: Amount
  entries(first: Int = 2): [Entry!]!
  secret: String @inaccessible
  grid: [[[Int]]!]
}
type Bank @key(fields: "code") { code: ID! name: String accounts: [Account!] }
type Limits @shareable { daily: Amount monthly: Amount notes: [String] }
type Amount @shareable { value: Float! currency: String }
type Entry @key(fields: "id") { id: ID! amount: Amount! other: Account tags: [String!]! booked: Boolean }
union Party = Person | Company
type Person @key(fields: "id") { id: ID! name: String! boss: Party }
type Company @key(fields: "id") { id: ID! name: String staff: [Person!] hidden: Int @inaccessible }
type Summary @shareable { total: Int! byStatus: [StatusCount!] }
type StatusCount @shareable { status: Status! count: Int }
enum Status { OPEN CLOSED BLOCKED }
input AccountFilter { bank: ID status: [Status!] text: String = "all" }
input OpenInput { bank: ID! owner: ID limits: [LimitInput!] }
input LimitInput { kind: LimitKind! value: Float! }
enum LimitKind { DAILY MONTHLY }
`;

const risk = `${LINK}
type Query { riskiest(first: Int!): [Account!]! summary: Summary @shareable limits(kind: LimitKind): Limits }
type Mutation { block(iban: String!, why: Reason = FRAUD): Account }
type Account @key(fields: "iban") {
  iban: String
  owner: Party @external
  balance: Amount @external
  limits: Limits @external
  status: Status @override(from: "accounts")
  score: Float @requires(fields: "owner { ... on Person { name } ... on Company { id } }")
  exposure: Amount @requires(fields: "balance { value currency } limits { daily { value } notes }")
  flags: [Flag!]!
}
union Party = Person | Company
type Person @key(fields: "id") { id: ID! name: String! @external risk: Int }
type Company @key(fields: "id") { id: ID! group: [Company!] watch: Watch! }
type Watch { since: String level: Level }
enum Level { LOW HIGH }
type Limits @shareable { daily: Amount monthly: Amount notes: [String] }
type Amount @shareable { value: Float! currency: String }
type Flag { code: String! raisedBy: Person accounts: [Account] }
type Summary @shareable { total: Int! byStatus: [StatusCount!] }
type StatusCount @shareable { status: Status! count: Int }
enum Status { OPEN CLOSED BLOCKED }
enum Reason { FRAUD DEATH }
enum LimitKind { DAILY MONTHLY YEARLY @inaccessible }
`;

const audit = `${LINK}
type Query { audits(of: [ID!], deep: Boolean = false): [Audit] auditor: Person }
type Entry @key(fields: "id") { id: ID! audits: [Audit!] checkedBy: Person }
type Audit { entry: Entry! verdicts: [[Verdict!]!] score: Float details: Details }
type Verdict { by: Person! ok: Boolean }
type Details @shareable { text: String parts: [Details!] }
type Person @key(fields: "id") { id: ID! level: Int! audits(first: Int, input: AuditInput): [Audit!] }
input AuditInput { from: String to: String ids: [ID] }
`;

/** Value types split over subgraphs, @override, @inaccessible, @requires with fragments, differing enums, deep lists. */
export const ledger = { name: 'ledger', subgraphs: { accounts, risk, audit } } as const;
