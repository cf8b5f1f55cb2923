import { z } from 'zod';

import { CLASSIFICATION_LEVELS } from '../schema/ledger-batch.ts';

const megabyte = 1024 * 1024;
const port = z.number().int().min(0).max(65_535);
const milliseconds = z.number().int().min(1).max(600_000);
const seconds = z.number().int().min(0).max(86_400);
const count = z.number().int().min(1);
const bytes = z.number().int().min(1024);
const httpUrl = z.url({ protocol: /^https?$/, error: 'Must be an http(s) URL' });

/** Symmetric algorithms and `none` cannot be named: with them, who can verify a token can forge one. */
const algorithm = z.enum([
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
]);

const subgraph = z.strictObject({
  url: httpUrl.optional().describe('Where it answers; instead of the address in the supergraph.'),
  timeoutMs: milliseconds.optional().describe('Instead of timeouts.subgraphMs.'),
  connections: count.optional().describe('Instead of connections.perSubgraph.'),
  breaker: z.boolean().optional().describe('Instead of breaker.enabled.'),
});

const connections = z.strictObject({
  perSubgraph: count.default(128).describe('Most connections to one subgraph.'),
  waiting: z
    .number()
    .int()
    .min(0)
    .default(1_000)
    .describe('Most requests to one subgraph that wait for a connection; one more fails at once.'),
  keepAliveMs: milliseconds
    .default(4_000)
    .describe('For an idle connection; shorter than subgraphs keep it (Node: 5 s) avoids a race.'),
});

const timeouts = z.strictObject({
  subgraphMs: milliseconds.default(5_000).describe('For one subgraph request, its retry included.'),
  requestMs: milliseconds.default(30_000).describe('For everything that one operation fetches.'),
  drainMs: milliseconds.default(30_000).describe('For running requests to finish after SIGTERM.'),
});

const breaker = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .describe('Whether a subgraph that mostly fails is left alone.'),
  failurePercent: z
    .number()
    .min(1)
    .max(100)
    .default(50)
    .describe(
      'Share of failed requests that opens it; an error in a GraphQL result is no failure.',
    ),
  requests: count.default(20).describe('Fewest requests within the window for it to open.'),
  windowMs: milliseconds.min(100).default(10_000).describe('How far back requests count.'),
  openMs: milliseconds
    .default(5_000)
    .describe('How long nothing is sent; then one request tries whether it is better.'),
});

const limits = z.strictObject({
  bodyBytes: bytes.default(2 * megabyte).describe('Of a request body.'),
  headerBytes: bytes.default(16 * 1024).describe('Of the request line and all headers together.'),
  tokenBytes: bytes.default(8 * 1024).describe('Of an access token.'),
  subgraphResponseBytes: bytes.default(32 * megabyte).describe('Of one answer of a subgraph.'),
  tokens: count.default(10_000).describe('Lexical tokens of a document.'),
  depth: count.default(16).describe('Levels of a response; introspection by tools needs 15.'),
  aliases: count.default(100).describe('Aliases of a document, fragments written out.'),
  rootFields: count.default(20).describe('Different fields at the top of an operation.'),
  expandedNodes: count.default(5_000).describe('Selections, fragments written out.'),
  repetitions: count.default(50).describe('Times that one field may stand at one place.'),
  listElements: count.default(1_000).describe('Elements of one list in variables or arguments.'),
  variableDepth: count.default(32).describe('Levels of the variables.'),
});

const planning = z.strictObject({
  milliseconds: milliseconds.default(10_000).describe('For the plan of one operation.'),
  megabytes: count.min(64).default(512).describe('Of memory for a thread that plans.'),
});

const sharing = z.strictObject({
  subgraph: z
    .boolean()
    .default(true)
    .describe(
      'Whether equal queries to a subgraph that are under way for one caller are sent once.',
    ),
  requests: z
    .boolean()
    .default(false)
    .describe('Whether equal queries of one caller that are under way have one answer.'),
});

const subscriptions = z.strictObject({
  most: count.default(10_000).describe('Most subscriptions that one process has open.'),
  perConnection: count.default(100).describe('Most subscriptions of one WebSocket.'),
  waiting: count
    .default(256)
    .describe('Most events that wait for one subscriber; with one more, its subscription ends.'),
  keepAliveSeconds: seconds
    .min(1)
    .default(12)
    .describe('How often a subscriber is sent a sign of life; a WebSocket must answer it.'),
  share: z
    .boolean()
    .default(true)
    .describe(
      'Whether subscribers with the same rights get one answer to an event; off where a subgraph answers by who asks.',
    ),
});

const reload = z.strictObject({
  watchSeconds: z
    .number()
    .min(0.1)
    .max(86_400)
    .optional()
    .describe(
      'How often the supergraph file is looked at; never if missing. SIGHUP looks at it at once.',
    ),
});

const auth = z.strictObject({
  issuer: z.string().min(1).default('switchboard-development').describe('Expected `iss`.'),
  audience: z.string().min(1).default('switchboard').describe('Expected `aud`.'),
  algorithms: z
    .array(algorithm)
    .min(1)
    .default(['ES256', 'RS256'])
    .describe('Accepted signatures.'),
  jwks: z
    .string()
    .min(1)
    .optional()
    .describe(
      "File or http(s) URL of the issuer's JSON Web Key Set; the development key if missing.",
    ),
  breakGlassMinutes: count
    .max(1_440)
    .default(60)
    .describe('How far away the end of a declared emergency may be.'),
  cacheSeconds: seconds.max(60).default(60).describe('How long a verified token stays verified.'),
  keysCacheSeconds: seconds
    .default(300)
    .describe('How long the key set is used before it is read again.'),
  keysCooldownSeconds: seconds
    .default(30)
    .describe('How often an unknown key id may make the key set be read again.'),
});

const ledger = z.strictObject({
  enabled: z
    .boolean()
    .optional()
    .describe('Whether reads are recorded; if missing, where the supergraph has the subgraph.'),
  subgraph: z.string().min(1).default('governance').describe('The subgraph that keeps the ledger.'),
  level: z
    .enum(CLASSIFICATION_LEVELS)
    .default('CONFIDENTIAL')
    .describe('Fields of this classification and above are recorded, and all personal data.'),
  subject: z
    .string()
    .regex(/^\w+\.\w+$/, 'Must be a field as Type.field')
    .default('Customer.id')
    .describe('The field by which an object says whose data it and all below it is.'),
  waitFor: z
    .enum(['commit', 'queue'])
    .default('commit')
    .describe('Until when an answer waits: its entry is in the database, or in the queue to it.'),
  whenFull: z
    .enum(['fail', 'wait'])
    .default('fail')
    .describe(
      'Whether requests that must be recorded fail while no entry can be taken, or wait for as long as they may take.',
    ),
  queue: count.default(10_000).describe('Most entries that are not in the database yet.'),
  batch: count.max(10_000).default(500).describe('Most entries that are written at once.'),
  lingerMs: z
    .number()
    .int()
    .min(0)
    .max(10_000)
    .default(2)
    .describe('How long the first entry of a batch waits for others.'),
});

const rateLimit = z.strictObject({
  requestsPerSecond: z.number().positive(),
  burst: count.describe('Requests that may come at once.'),
});

/** Every setting of the gateway: its name, what it means, its unit, its default. */
export const configSchema = z.strictObject({
  environment: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('NODE_ENV. Production has no introspection and no development keys.'),
  host: z.string().min(1).default('127.0.0.1').describe('Address that the graph listens on.'),
  port: port.default(4000).describe('Port of the graph; 0 takes a free one.'),
  adminHost: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address of /health, /ready, /metrics.'),
  adminPort: port
    .optional()
    .describe(
      'Port of /health, /ready, /metrics; 4001 if missing, or a free one if that is taken.',
    ),
  dataDirectory: z.string().min(1).default('.data').describe('Where development keys are kept.'),
  supergraph: z.string().min(1).default('schema/supergraph.graphql').describe('Supergraph file.'),
  reload: reload.prefault({}),
  workers: z
    .union([count.max(256), z.literal('auto')])
    .default(1)
    .describe('Processes that answer requests; `auto` is one a core.'),
  engine: z
    .enum(['native', 'reference'])
    .default('native')
    .describe("Which engine runs operations; `reference` is Apollo's gateway, to compare with."),
  planning: planning.prefault({}),
  sharing: sharing.prefault({}),
  subgraphs: z
    .record(z.string(), subgraph)
    .default({})
    .describe(
      'Settings by subgraph name; SUBGRAPH_<NAME>_URL in the environment goes before `url`.',
    ),
  subscriptions: subscriptions.prefault({}),
  redisUrl: z
    .url({ protocol: /^rediss?$/, error: 'Must be a redis(s) URL' })
    .optional()
    .describe(
      'Redis that rooms and gateways share: events for subscriptions come by it; if missing, from the rooms.',
    ),
  timeouts: timeouts.prefault({}),
  connections: connections.prefault({}),
  retries: z
    .number()
    .int()
    .min(0)
    .max(3)
    .default(1)
    .describe(
      'Of a query that met a closed door, 502, 503 or 504, within its time; never of a mutation.',
    ),
  breaker: breaker.prefault({}),
  limits: limits.prefault({}),
  auth: auth.prefault({}),
  ledger: ledger.prefault({}),
  assertionSecret: z
    .string()
    .min(32)
    .optional()
    .describe('What the assertion to the rooms is signed with; the same as theirs.'),
  introspection: z.boolean().optional().describe('Off in production unless said otherwise.'),
  cors: z
    .strictObject({ origins: z.array(z.string()).describe('Origins of web pages that may ask.') })
    .prefault({ origins: [] }),
  rateLimit: rateLimit.optional().describe('Per caller, or per address where no token is needed.'),
  logLevel: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('Log lines are JSON on stderr.'),
});
