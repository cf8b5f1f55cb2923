import { setTimeout as wait } from 'node:timers/promises';

import type { Pool } from 'undici';

import type { RequestContext } from '../context.ts';
import { errorCodeOf } from '../error-code.ts';
import { readSubgraphResult } from './read-subgraph-result.ts';
import { SubgraphUnavailableError } from './subgraph-client.ts';
import type { SubgraphClient, SubgraphResult } from './subgraph-client.ts';

export interface HttpSubgraphSettings {
  readonly name: string;
  readonly url: URL;
  readonly pool: Pool;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly responseBytes: number;
  /** Makes the header that says who asks; absent where the supergraph protects nothing. */
  readonly identify?: (body: string, context: RequestContext) => Readonly<Record<string, string>>;
}

const RETRY_PAUSE_MS = 50;

/**
 * Asks a subgraph over HTTP with kept-alive connections. The deadline covers the retry; a mutation is
 * sent once, because nobody knows whether a lost one was carried out. No header of the client is passed on.
 */
export function createHttpSubgraphClient(settings: HttpSubgraphSettings): SubgraphClient {
  return {
    async send(call, context) {
      const deadline = startDeadline(settings.timeoutMs, context.signal);
      try {
        const attempts = call.isMutation ? 1 : 1 + settings.retries;
        return await sendUpTo(attempts, call.body, { settings, context, deadline });
      } finally {
        deadline.clear();
      }
    },
  };
}

async function sendUpTo(attempts: number, body: string, attempt: Attempt): Promise<SubgraphResult> {
  const { signal } = attempt.deadline;
  for (let sent = 1; ; sent += 1) {
    try {
      return await send(body, attempt);
    } catch (error) {
      const failure = describeFailure(error, attempt);
      if (!failure.passing || sent >= attempts || signal.aborted) throw failure;
      await wait(RETRY_PAUSE_MS * sent, undefined, { signal }).catch(() => undefined);
    }
  }
}

interface Deadline {
  readonly signal: AbortSignal;
  /** Says whether time ran out, as opposed to the request being given up. */
  passed(): boolean;
  clear(): void;
}

/** A timer that is taken back, unlike `AbortSignal.timeout`, of which thousands would pile up. */
function startDeadline(timeoutMs: number, outer: AbortSignal): Deadline {
  const controller = new AbortController();
  let passed = false;
  const timer = setTimeout(() => {
    passed = true;
    controller.abort();
  }, timeoutMs);
  const giveUp = (): void => controller.abort();
  if (outer.aborted) giveUp();
  outer.addEventListener('abort', giveUp, { once: true });
  return {
    signal: controller.signal,
    passed: () => passed,
    clear: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', giveUp);
    },
  };
}

interface Attempt {
  readonly settings: HttpSubgraphSettings;
  readonly context: RequestContext;
  readonly deadline: Deadline;
}

async function send(body: string, attempt: Attempt): Promise<SubgraphResult> {
  const { settings, context, deadline } = attempt;
  const response = await settings.pool.request({
    method: 'POST',
    path: settings.url.pathname + settings.url.search,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'x-request-id': context.requestId,
      ...settings.identify?.(body, context),
    },
    body,
    signal: deadline.signal,
  });
  return readSubgraphResult(response, settings);
}

const CONNECTION_FAILURES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
]);

function describeFailure(error: unknown, attempt: Attempt): SubgraphUnavailableError {
  const { name, timeoutMs } = attempt.settings;
  if (attempt.deadline.passed()) {
    return new SubgraphUnavailableError(name, `no answer within ${timeoutMs} ms`);
  }
  if (attempt.deadline.signal.aborted) {
    return new SubgraphUnavailableError(name, 'the request was given up');
  }
  if (error instanceof SubgraphUnavailableError) return error;
  const code = errorCodeOf(error);
  const reason = code === '' ? String(error) : code;
  return new SubgraphUnavailableError(name, reason, CONNECTION_FAILURES.has(code));
}
