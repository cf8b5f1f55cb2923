import { connect, type Socket } from 'node:net';
import { ResponseParser, type ParsedResponse } from './response-parser.ts';

/** A request as it goes over the wire, and what its answer must be. */
export interface WireRequest {
  readonly bytes: Buffer;
  /** 200 if missing. */
  readonly answerStatus?: number;
  /** Of the body. */
  readonly answerBytes: number;
}

export interface LoadOptions {
  readonly url: URL;
  /** What is sent as the first, second, … request, from 0. */
  readonly requestAt: (index: number) => WireRequest;
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
  /** Answers with another status or size than expected, and broken connections. */
  readonly errors: number;
  readonly firstError: string | null;
}

/** All connections read into it, one after the other: a fresh buffer a read costs more than the read. */
const READ_INTO = Buffer.alloc(256 * 1024);
/** A connection without an answer for this long is broken. */
const PATIENCE_MS = 120_000;

/** Sends the same requests over and over. */
export function inTurn(requests: readonly WireRequest[]): LoadOptions['requestAt'] {
  return (index) => {
    const request = requests[index % requests.length];
    if (request === undefined) throw new Error('There must be a request to send, but got: none.');
    return request;
  };
}

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
      const onread = {
        buffer: READ_INTO,
        callback: (length: number) => feed(parser, READ_INTO.subarray(0, length), socket),
      };
      const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true, onread });
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
    const { requestAt, mostRequests } = this.#options;
    if (this.#sent >= mostRequests || performance.now() >= this.#deadline) return null;
    const request = requestAt(this.#sent);
    this.#sent += 1;
    return request;
  }

  #note(
    response: ParsedResponse,
    { request, sentAt }: { readonly request: WireRequest; readonly sentAt: number },
  ): void {
    this.#latencies.push(performance.now() - sentAt);
    const { answerStatus = 200, answerBytes } = request;
    if (response.status === answerStatus && response.bytes === answerBytes) return;
    this.#fail(
      `expected status ${answerStatus} with ${answerBytes} bytes, but got: ${response.status} with ${response.bytes}`,
    );
  }

  #fail(reason: string): void {
    this.#errors += 1;
    this.#firstError ??= reason;
  }
}

/** True to go on reading. */
function feed(parser: ResponseParser, piece: Buffer, socket: Socket): boolean {
  try {
    parser.push(piece);
  } catch (error) {
    socket.destroy(error instanceof Error ? error : new Error(String(error)));
  }
  return true;
}
