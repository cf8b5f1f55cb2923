import { connect, type Socket } from 'node:net';
import { ResponseParser, type ParsedResponse } from './response-parser.ts';

/** A request as it goes over the wire, and how many bytes its answer's body must have. */
export interface WireRequest {
  readonly bytes: Buffer;
  readonly answerBytes: number;
}

export interface LoadOptions {
  readonly url: URL;
  /** Sent one after the other, over and over. */
  readonly requests: readonly WireRequest[];
  /** Each has one request under way at a time. */
  readonly connections: number;
  /** No request is sent after either bound; those under way are waited for. */
  readonly seconds: number;
  readonly mostRequests: number;
}

export interface LoadResult {
  readonly requests: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** Milliseconds, ascending. */
  readonly latencies: Float64Array;
  /** Answers with another status than 200 or another size than expected, and broken connections. */
  readonly errors: number;
  readonly firstError: string | null;
}

/** A connection without an answer for this long is broken. */
const PATIENCE_MS = 20_000;

/** Sends requests over kept-alive sockets in a closed loop. Never rejects: what goes wrong is counted. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const load = new Load(options);
  await Promise.all(Array.from({ length: options.connections }, () => load.runConnection()));
  return load.result();
}

class Load {
  readonly #options: LoadOptions;
  readonly #began = performance.now();
  readonly #deadline: number;
  #sent = 0;
  #latencies: number[] = [];
  #errors = 0;
  #firstError: string | null = null;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#deadline = this.#began + options.seconds * 1000;
  }

  result(): LoadResult {
    return {
      requests: this.#latencies.length,
      seconds: (performance.now() - this.#began) / 1000,
      latencies: Float64Array.from(this.#latencies).sort(),
      errors: this.#errors,
      firstError: this.#firstError,
    };
  }

  runConnection(): Promise<void> {
    const { hostname, port } = this.#options.url;
    return new Promise((resolve) => {
      let underWay: { readonly request: WireRequest; readonly sentAt: number } | null = null;
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      const send = (): void => {
        const request = this.#next();
        underWay = request === null ? null : { request, sentAt: performance.now() };
        if (request === null) socket.end();
        else socket.write(request.bytes);
      };
      const parser = new ResponseParser((response) => {
        if (underWay !== null) this.#note(response, underWay);
        send();
      });
      socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('no answer in time')));
      socket.once('connect', send);
      socket.on('data', (piece) => feed(parser, piece, socket));
      socket.once('error', (error) => {
        this.#fail(error.message);
        underWay = null;
      });
      socket.once('close', () => {
        if (underWay !== null) this.#fail('the connection was closed before the answer');
        resolve();
      });
    });
  }

  #next(): WireRequest | null {
    const { requests, mostRequests } = this.#options;
    if (this.#sent >= mostRequests || performance.now() >= this.#deadline) return null;
    const request = requests[this.#sent % requests.length] ?? null;
    this.#sent += 1;
    return request;
  }

  #note(
    response: ParsedResponse,
    { request, sentAt }: { readonly request: WireRequest; readonly sentAt: number },
  ): void {
    this.#latencies.push(performance.now() - sentAt);
    if (response.status === 200 && response.bytes === request.answerBytes) return;
    this.#fail(
      `expected status 200 with ${request.answerBytes} bytes, but got: ${response.status} with ${response.bytes}`,
    );
  }

  #fail(reason: string): void {
    this.#errors += 1;
    this.#firstError ??= reason;
  }
}

function feed(parser: ResponseParser, piece: Buffer, socket: Socket): void {
  try {
    parser.push(piece);
  } catch (error) {
    socket.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}
