import { isNativeError } from 'node:util/types';

/** Asks a gateway, patiently: what is down for a while is asked again. */
export interface GatewayClient {
  /** The answer's data. Throws a GatewayRefusal when the gateway or a division says no. */
  ask(query: string, variables: object): Promise<Readonly<Record<string, unknown>>>;
}

export interface GatewayClientOptions {
  readonly url: string;
  readonly token: string;
  /** How long to go on trying while nobody answers. */
  readonly patienceMs: number;
  /** Told once for each pause. */
  readonly onWait?: (reason: string) => void;
}

/** The gateway understood and said no; asking again would not help. */
export class GatewayRefusal extends Error {
  readonly code: string;

  constructor(message: string, code: string) {
    super(`${message} (${code})`);
    this.code = code;
  }
}

/** Nobody answered for as long as the client was told to wait. */
export class GatewayUnavailable extends Error {}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 3_000;
const REQUEST_TIMEOUT_MS = 60_000;

/** Codes that say "not now": the request had no effect, or may be repeated. */
const PASSING = new Set([
  'SUBGRAPH_UNAVAILABLE',
  'LEDGER_UNAVAILABLE',
  'SHUTTING_DOWN',
  'RATE_LIMIT_EXCEEDED',
  'DIVISION_SYSTEM_UNAVAILABLE',
  // The ledger of reads comes up after the rooms that are read.
  'LEDGER_UNAVAILABLE',
]);

type Attempt =
  | { readonly kind: 'data'; readonly data: Readonly<Record<string, unknown>> }
  | { readonly kind: 'not now'; readonly reason: string };

/** Only for requests that may be sent twice: an answer can be lost after the work was done. */
export function createGatewayClient(options: GatewayClientOptions): GatewayClient {
  return {
    async ask(query, variables) {
      const deadline = Date.now() + options.patienceMs;
      for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
        const attempt = await post(options, JSON.stringify({ query, variables }));
        if (attempt.kind === 'data') return attempt.data;
        if (Date.now() > deadline) throw new GatewayUnavailable(attempt.reason);
        options.onWait?.(attempt.reason);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    },
  };
}

/** GraphQL over HTTP, section 7; everything is optional because anybody may answer. */
interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string };
  }[];
}

async function post(options: GatewayClientOptions, body: string): Promise<Attempt> {
  try {
    const response = await fetch(options.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${options.token}` },
      body,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    return read(options.url, response.status, await response.text());
  } catch (error) {
    if (error instanceof GatewayRefusal) throw error;
    return { kind: 'not now', reason: `${options.url} does not answer: ${reasonOf(error)}` };
  }
}

function read(url: string, status: number, text: string): Attempt {
  const { data, errors } = parseAnswer(text);
  const [error] = errors ?? [];
  if (error !== undefined) {
    const code = error.extensions?.code ?? 'unknown';
    if (PASSING.has(code)) return { kind: 'not now', reason: error.message };
    throw new GatewayRefusal(error.message, code);
  }
  if (isObject(data)) return { kind: 'data', data };
  // Not a gateway: a proxy before one that is being started, or an address that is wrong.
  const reason = `${url} answers with status ${status} and no GraphQL`;
  if (status >= 500 || status === 429) return { kind: 'not now', reason };
  throw new GatewayRefusal(reason, `HTTP ${status}`);
}

function parseAnswer(text: string): Answer {
  try {
    const answer: unknown = JSON.parse(text);
    return isObject(answer) ? answer : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `fetch failed` hides the reason behind it. */
function reasonOf(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  return isNativeError(error.cause) ? `${error.message}: ${error.cause.message}` : error.message;
}
