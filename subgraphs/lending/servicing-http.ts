import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Pool } from 'undici';
import type { z } from 'zod';
import { DomainError } from '../kit/domain-error.ts';
import { refusalAnswer } from './model.ts';
import type { LendingSettings } from './settings.ts';

/** One call of the loan-servicing system. Every call may be sent twice: writes carry numbers of their own. */
export interface Call<Answer> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  readonly answer: z.ZodType<Answer>;
}

export type Ask = <Answer>(call: Call<Answer>) => Promise<Answer>;

/** The system understood and said no, with one of the codes of its description. */
export class ServicingRefusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'ServicingRefusal';
    this.code = code;
  }
}

/**
 * Calls over kept-alive connections, answers checked. A call fails with ServicingRefusal, or, when the system
 * is down, late, failing or talking nonsense, with a DomainError DIVISION_SYSTEM_UNAVAILABLE.
 */
export function openServicingHttp(
  settings: LendingSettings,
  log: Logger,
): { readonly ask: Ask; close(): Promise<void> } {
  const { origin } = new URL(settings.url);
  const pool = new Pool(origin, { connections: CONNECTIONS, connect: { timeout: CONNECT_MS } });
  const send = createSend(pool, settings);
  const ask: Ask = async (call) => {
    try {
      return call.answer.parse(await twice(send, call, settings.timeoutMilliseconds));
    } catch (error) {
      if (error instanceof ServicingRefusal) throw error;
      log.warn({ err: error, path: pathOf(call) }, 'the loan-servicing system did not answer');
      throw unavailable();
    }
  };
  return { ask, close: () => pool.destroy() };
}

/** Once the system has failed a request, the request's other calls do not wait for it again. */
export function failingFast(ask: Ask): Ask {
  let failure: unknown = null;
  return async (call) => {
    if (failure !== null) throw unavailable();
    try {
      return await ask(call);
    } catch (error) {
      if (!(error instanceof ServicingRefusal)) failure = error;
      throw error;
    }
  };
}

const CONNECTIONS = 16;
const CONNECT_MS = 1_000;
const PAUSE_MS = 50;

/** What the system's description calls a refusal. Anything else that is no success is a failure. */
const REFUSALS: ReadonlySet<string> = new Set([
  'BORROWER_NOT_FOUND',
  'INVALID_REQUEST',
  'LOAN_CONFLICT',
  'LOAN_NOT_FOUND',
  'LOAN_NOT_REPAYABLE',
  'PAYMENT_CONFLICT',
]);

type Send = (call: Call<unknown>, signal: AbortSignal) => Promise<unknown>;

function createSend(pool: Pool, { apiKey, url }: LendingSettings): Send {
  const base = new URL(url).pathname.replace(/\/$/, '');
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  return async ({ method, path, body }, signal) => {
    const content = body === undefined ? null : JSON.stringify(body);
    const response = await pool.request({
      method,
      path: base + path,
      headers,
      body: content,
      signal,
    });
    const answer: unknown = await response.body.json();
    if (response.statusCode < 300) return answer;
    const refusal = refusalAnswer.safeParse(answer).data;
    if (refusal !== undefined && REFUSALS.has(refusal.code)) {
      throw new ServicingRefusal(refusal.code, refusal.message);
    }
    throw new Error(`It answered ${response.statusCode} ${refusal?.code ?? ''}.`);
  };
}

/** A second try for what failed at once; both together take no longer than one may. */
async function twice(send: Send, call: Call<unknown>, timeout: number): Promise<unknown> {
  const signal = AbortSignal.timeout(timeout);
  try {
    return await send(call, signal);
  } catch (error) {
    if (error instanceof ServicingRefusal || signal.aborted) throw error;
    await sleep(PAUSE_MS);
    return send(call, signal);
  }
}

function unavailable(): DomainError {
  return new DomainError(
    'DIVISION_SYSTEM_UNAVAILABLE',
    'The loan-servicing system of lending must answer, but it does not at the moment.',
  );
}

/** Without the query: it names customers. */
function pathOf({ path }: Call<unknown>): string {
  return path.split('?')[0] ?? '';
}
