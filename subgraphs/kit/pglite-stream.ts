import { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

/** First byte of the message Terminate: the database outlives whoever talks to it. */
const TERMINATE = 0x58;

/** A database in memory works on this thread, and statement may follow statement: others have a turn after this long. */
const LONGEST_TURN_MS = 20;

/** A database that answers messages of the protocol, on this thread or on another. */
export interface ProtocolDatabase {
  execProtocolRawStream(
    messages: Uint8Array,
    options: { readonly onRawData: (data: Uint8Array) => void },
  ): Promise<void>;
  close(): Promise<void>;
}

/**
 * What `pg` takes for a socket to a server, with an embedded database behind it; both speak the PostgreSQL
 * frontend/backend protocol. The messages of a statement are written in one go and reach the database in
 * one call, and nothing is parsed or serialised twice.
 */
export class PGliteStream extends Duplex {
  readonly #pglite: ProtocolDatabase;
  #messages: Uint8Array[] = [];
  #answered: Promise<void> = Promise.resolve();
  #turnBegan = 0;

  constructor(pglite: ProtocolDatabase) {
    super();
    this.#pglite = pglite;
  }

  /** There is nowhere to go; `pg` waits for the event. */
  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    // Answers are pushed as they come.
  }

  override _write(message: Uint8Array, _encoding: string, done: () => void): void {
    if (message[0] !== TERMINATE && this.#messages.push(message) === 1) {
      queueMicrotask(() => this.#send());
    }
    done();
  }

  override _final(done: () => void): void {
    void this.#answered.then(() => {
      this.push(null);
      done();
    });
  }

  #send(): void {
    const messages = Buffer.concat(this.#messages);
    this.#messages = [];
    // What is handed over is memory of the database's own, which it writes to again.
    const onRawData = (data: Uint8Array) => this.push(Buffer.from(data));
    this.#answered = this.#answered
      .then(() => this.#letOthersTurn())
      .then(() => this.#pglite.execProtocolRawStream(messages, { onRawData }))
      .catch((error: unknown) => {
        this.destroy(error instanceof Error ? error : new Error(String(error)));
      });
  }

  async #letOthersTurn(): Promise<void> {
    if (performance.now() - this.#turnBegan < LONGEST_TURN_MS) return;
    await setImmediate();
    this.#turnBegan = performance.now();
  }
}
