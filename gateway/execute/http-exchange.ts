import type { Dispatcher } from 'undici';

import type { Deadline, Waiting } from '../deadline.ts';
import { errorCodeOf } from '../error-code.ts';
import { readAnswer } from './read-subgraph-result.ts';
import type { ResponseCheck, SubgraphResult } from './subgraph-client.ts';
import { SubgraphUnavailableError } from './subgraph-unavailable-error.ts';

interface Expectation {
  readonly name: string;
  readonly responseBytes: number;
  readonly deadline: Deadline;
  /** How long to wait for the end of the answer. */
  readonly leftMs: number;
  readonly check: ResponseCheck | null;
}

interface Settle {
  resolve(result: SubgraphResult): void;
  reject(error: SubgraphUnavailableError): void;
  /** The connection is free again; may come long after the rest when the request still waits for one. */
  done(): void;
}

const PASSING_STATUSES = new Set([502, 503, 504]);
const PASSING_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
]);
/** What is read of an answer that is refused, so that its connection can be used again. */
const REFUSED_BYTES = 64 * 1024;

/**
 * One HTTP request under way and what came of its answer, read as GraphQL over HTTP: a 2xx, or a 400 that
 * carries errors. Anything else (a proxy's page, a refusal, more bytes than allowed) is no answer.
 * Bytes are collected as they come: streams and signals would cost more than all the rest.
 */
export class HttpExchange implements Dispatcher.DispatchHandler, Waiting {
  readonly #expected: Expectation;
  readonly #settle: Settle;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #status = 0;
  #controller: Dispatcher.DispatchController | null = null;
  /** Set when the end is known before the answer is. */
  #failure: SubgraphUnavailableError | null = null;

  constructor(expected: Expectation, settle: Settle) {
    this.#expected = expected;
    this.#settle = settle;
    this.#timer = setTimeout(() => this.#endEarly(this.#tooLate()), expected.leftMs);
    expected.deadline.add(this);
  }

  giveUp(): void {
    this.#endEarly(this.#unavailable('the request was given up', 'given-up'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // It waited too long for its connection: nothing is sent.
    if (this.#failure !== null) controller.abort(this.#failure);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#isRefused) {
      if (this.#bytes > REFUSED_BYTES) controller.abort(this.#refused());
      return;
    }
    const { responseBytes } = this.#expected;
    if (this.#bytes > responseBytes) {
      controller.abort(this.#unavailable(`the answer has more than ${responseBytes} bytes`));
      return;
    }
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#end();
    if (this.#isRefused) {
      this.#settle.reject(this.#refused());
      return;
    }
    const [first = Buffer.alloc(0), ...more] = this.#chunks;
    const answer = more.length === 0 ? first : Buffer.concat(this.#chunks, this.#bytes);
    const result = readAnswer(answer, this.#expected.check);
    if (result === null) {
      this.#settle.reject(this.#unavailable('the answer is not a GraphQL result'));
    } else this.#settle.resolve(result);
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    this.#end();
    this.#settle.reject(this.#failure ?? this.#describe(error));
  }

  get #isRefused(): boolean {
    return this.#status >= 300 && this.#status !== 400;
  }

  /** The connection cannot be used again: the answer may still be on its way. */
  #endEarly(failure: SubgraphUnavailableError): void {
    this.#failure = failure;
    this.#settle.reject(failure);
    if (this.#controller !== null) this.#controller.abort(failure);
    else this.#stopWaiting();
  }

  #end(): void {
    this.#stopWaiting();
    this.#settle.done();
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    this.#expected.deadline.delete(this);
  }

  #tooLate(): SubgraphUnavailableError {
    const what = this.#controller === null ? 'no free connection' : 'no answer';
    return this.#unavailable(`${what} within ${Math.ceil(this.#expected.leftMs)} ms`);
  }

  #refused(): SubgraphUnavailableError {
    const failure = PASSING_STATUSES.has(this.#status) ? 'passing' : 'lasting';
    return this.#unavailable(`HTTP status ${this.#status}`, failure);
  }

  #describe(error: Error): SubgraphUnavailableError {
    if (error instanceof SubgraphUnavailableError) return error;
    const code = errorCodeOf(error);
    const failure = PASSING_CODES.has(code) ? 'passing' : 'lasting';
    return this.#unavailable(code === '' ? String(error) : code, failure);
  }

  #unavailable(
    reason: string,
    failure: SubgraphUnavailableError['failure'] = 'lasting',
  ): SubgraphUnavailableError {
    return new SubgraphUnavailableError(this.#expected.name, reason, failure);
  }
}
