/** One whole response, without its body. */
export interface ParsedResponse {
  readonly status: number;
  /** Of the body, without what chunking adds. */
  readonly bytes: number;
}

type State =
  | { readonly kind: 'head' }
  | { readonly kind: 'body'; left: number }
  | { readonly kind: 'chunk-size' }
  /** The chunk and the line end behind it. */
  | { readonly kind: 'chunk'; left: number }
  | { readonly kind: 'trailer' };

const HEAD_END = Buffer.from('\r\n\r\n');
const LINE_END = Buffer.from('\r\n');
const MOST_HEAD_BYTES = 64 * 1024;

/**
 * Reads the responses of one kept-alive HTTP/1.1 connection (RFC 9112, sections 6 and 7) in whatever pieces
 * they come, and counts their bytes without keeping them. Throws for what is no response with a known end.
 */
export class ResponseParser {
  readonly #onResponse: (response: ParsedResponse) => void;
  #state: State = { kind: 'head' };
  /** The beginning of a head or of a line that has not come whole. */
  #held: Buffer = Buffer.alloc(0);
  #status = 0;
  #bytes = 0;

  constructor(onResponse: (response: ParsedResponse) => void) {
    this.#onResponse = onResponse;
  }

  push(piece: Buffer): void {
    let rest = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]);
    this.#held = Buffer.alloc(0);
    while (rest.length > 0) {
      const next = this.#step(rest);
      if (next === null) {
        if (rest.length > MOST_HEAD_BYTES) throw new Error('A head or line has no end.');
        // A copy: the bytes belong to whoever reads the connection.
        this.#held = Buffer.from(rest);
        return;
      }
      rest = next;
    }
  }

  /** Takes one part off the front; null when more must come first. */
  #step(bytes: Buffer): Buffer | null {
    switch (this.#state.kind) {
      case 'head':
        return this.#takeHead(bytes);
      case 'body':
        return this.#takeBody(bytes, this.#state);
      case 'chunk-size':
        return this.#takeLine(bytes, (line) => this.#startChunk(line));
      case 'chunk':
        return this.#takeChunk(bytes, this.#state);
      case 'trailer':
        return this.#takeLine(bytes, (line) => {
          if (line === '') this.#finish();
        });
    }
  }

  #takeHead(bytes: Buffer): Buffer | null {
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) return null;
    const head = bytes.toString('latin1', 0, end);
    const status = /^HTTP\/1\.1 (\d{3})\b/.exec(head)?.[1];
    if (status === undefined) {
      throw new Error(`Expected the head of a response, but got: ${head.slice(0, 40)}.`);
    }
    this.#status = Number(status);
    this.#bytes = 0;
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (/\r\ntransfer-encoding: *chunked/i.test(head)) this.#state = { kind: 'chunk-size' };
    else if (length === undefined) throw new Error('A response does not say where it ends.');
    else this.#startBody(Number(length));
    return bytes.subarray(end + HEAD_END.length);
  }

  #startBody(length: number): void {
    if (length === 0) this.#finish();
    else this.#state = { kind: 'body', left: length };
  }

  #takeBody(bytes: Buffer, state: Extract<State, { kind: 'body' }>): Buffer {
    const taken = Math.min(state.left, bytes.length);
    state.left -= taken;
    this.#bytes += taken;
    if (state.left === 0) this.#finish();
    return bytes.subarray(taken);
  }

  #startChunk(line: string): void {
    const size = /^[0-9a-f]+/i.exec(line)?.[0];
    if (size === undefined) throw new Error(`Expected the size of a chunk, but got: ${line}.`);
    const length = Number.parseInt(size, 16);
    this.#bytes += length;
    this.#state =
      length === 0 ? { kind: 'trailer' } : { kind: 'chunk', left: length + LINE_END.length };
  }

  #takeChunk(bytes: Buffer, state: Extract<State, { kind: 'chunk' }>): Buffer {
    const taken = Math.min(state.left, bytes.length);
    state.left -= taken;
    if (state.left === 0) this.#state = { kind: 'chunk-size' };
    return bytes.subarray(taken);
  }

  #takeLine(bytes: Buffer, use: (line: string) => void): Buffer | null {
    const end = bytes.indexOf(LINE_END);
    if (end < 0) return null;
    use(bytes.toString('latin1', 0, end));
    return bytes.subarray(end + LINE_END.length);
  }

  #finish(): void {
    this.#state = { kind: 'head' };
    this.#onResponse({ status: this.#status, bytes: this.#bytes });
  }
}
