import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { PGliteOptions } from '@electric-sql/pglite';
import type { ProtocolDatabase } from './pglite-stream.ts';

const THREAD = new URL('./pglite-thread.mjs', import.meta.url);

type Message =
  | { readonly kind: 'data'; readonly data: Uint8Array }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: Error };

interface Request {
  readonly onRawData: (data: Uint8Array) => void;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * The embedded database on a thread of its own, so that rooms go on with their work while it does its own. Asked one
 * after another. A thread that dies takes the process along: its supervisor starts both again.
 */
export class PGliteThread implements ProtocolDatabase {
  readonly #worker: Worker;
  #asked: readonly Request[] = [];
  #isClosing = false;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (message: Message) => this.#take(message));
    // Nobody waits for a database that nobody asks.
    worker.unref();
  }

  /** Rejects when the database cannot be opened. Only what can be copied to a thread may be in the options. */
  static async open(options: PGliteOptions): Promise<PGliteThread> {
    const worker = new Worker(THREAD, { workerData: options, execArgv: [] });
    // The first message is that it is open; an error before that rejects.
    await once(worker, 'message');
    return new PGliteThread(worker);
  }

  execProtocolRawStream(
    messages: Uint8Array,
    { onRawData }: { readonly onRawData: (data: Uint8Array) => void },
  ): Promise<void> {
    // A copy that is handed over: small buffers share their memory with others.
    const own = new Uint8Array(messages);
    return new Promise((resolve, reject) => {
      this.#asked = [...this.#asked, { onRawData, resolve, reject }];
      this.#worker.ref();
      this.#worker.postMessage({ kind: 'ask', messages: own }, [own.buffer]);
    });
  }

  /** What was asked before is done first. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#worker.ref();
    const ended = once(this.#worker, 'exit');
    this.#worker.postMessage({ kind: 'close' });
    await ended;
  }

  #take(message: Message): void {
    const [request] = this.#asked;
    if (message.kind === 'data') return request?.onRawData(message.data);
    this.#asked = this.#asked.slice(1);
    if (this.#asked.length === 0 && !this.#isClosing) this.#worker.unref();
    if (message.kind === 'failed') request?.reject(message.error);
    else request?.resolve();
  }
}
