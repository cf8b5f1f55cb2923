/** One whole request. */
export interface ParsedRequest {
  readonly path: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const MOST_HEAD_BYTES = 64 * 1024;
const EMPTY = Buffer.alloc(0);

/**
 * Reads the requests of one kept-alive HTTP/1.1 connection (RFC 9112, sections 3 to 6) in whatever pieces they come.
 * Throws for one that does not say beforehand how long it is.
 */
export class RequestParser {
  readonly #onRequest: (request: ParsedRequest) => void;
  #held: Buffer = EMPTY;

  constructor(onRequest: (request: ParsedRequest) => void) {
    this.#onRequest = onRequest;
  }

  push(piece: Buffer): void {
    let rest = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]);
    while (rest.length > 0) {
      const length = this.#take(rest);
      if (length === null) break;
      rest = rest.subarray(length);
    }
    this.#held = rest;
  }

  /** How long the first request is; null when more of it must come. */
  #take(bytes: Buffer): number | null {
    const headEnd = bytes.indexOf(HEAD_END);
    if (headEnd < 0) {
      if (bytes.length > MOST_HEAD_BYTES) throw new Error('A head has no end.');
      return null;
    }
    const [first = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
    const headers = Object.fromEntries(lines.map(readHeader));
    const begin = headEnd + HEAD_END.length;
    const end = begin + lengthOf(headers);
    if (bytes.length < end) return null;
    const [, path] = /^[A-Z]+ (\S+) HTTP\/1\.1$/.exec(first) ?? [];
    if (path === undefined) throw new Error(`Expected a request, but got: ${first.slice(0, 40)}.`);
    this.#onRequest({ path, headers, body: bytes.subarray(begin, end) });
    return end;
  }
}

function readHeader(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

function lengthOf(headers: ParsedRequest['headers']): number {
  if (headers['transfer-encoding'] !== undefined) {
    throw new Error('Expected a content-length, but got: a body in chunks.');
  }
  return Number(headers['content-length'] ?? 0);
}
