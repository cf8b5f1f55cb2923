import { v7 as uuidv7 } from 'uuid';
import type { Logger } from 'pino';

import type { LedgerBatch } from '../../schema/ledger-batch.ts';
import { inBatch } from './in-batch.ts';
import type { QueuedEntry } from './queued-entry.ts';

export interface LedgerQueueSettings {
  /** Writes a batch for good. The same batch may be given again when it failed. */
  readonly write: (batch: LedgerBatch) => Promise<void>;
  /** Most entries that are not written yet. */
  readonly most: number;
  /** Most entries of a batch. */
  readonly batch: number;
  /** How long the first entry of a batch waits for others, in milliseconds. */
  readonly lingerMs: number;
  readonly log: Logger;
  /** Told of every batch. */
  readonly observe: (outcome: 'written' | 'failed', entries: number) => void;
}

/** What is waited for: that the entry is written, or that it is or an attempt failed. */
export type Patience = 'written' | 'attempted';

/** An entry, and who waits to hear of it. */
interface Item {
  readonly entry: QueuedEntry;
  readonly patience: Patience;
  readonly settle: (isWritten: boolean) => void;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Entries on their way to the ledger, one batch after another. A batch that fails is sent again until it is
 * written; nothing is left out and nothing overtakes it.
 */
export class LedgerQueue {
  readonly #settings: LedgerQueueSettings;
  readonly #items: Item[] = [];
  readonly #waitingForRoom = new Set<() => void>();
  #isFailing = false;
  #isClosed = false;
  #running: Promise<void> | null = null;
  #wake: (() => void) | null = null;

  constructor(settings: LedgerQueueSettings) {
    this.#settings = settings;
  }

  /** Entries that are not written yet. */
  get waiting(): number {
    return this.#items.length;
  }

  /** Whether the last attempt to write failed. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  get isFull(): boolean {
    return this.#items.length >= this.#settings.most;
  }

  /**
   * Takes an entry, which will be written whatever becomes of this promise: true once it is, false when an
   * attempt failed and no more than that was to be waited for.
   */
  append(entry: QueuedEntry, patience: Patience): Promise<boolean> {
    return new Promise((settle) => {
      this.#items.push({ entry, patience, settle });
      this.#start();
    });
  }

  /** Resolves when something has been written. */
  afterNextWrite(): Promise<void> {
    return new Promise((resolve) => this.#waitingForRoom.add(resolve));
  }

  /** Writes what is left, for at most so long. Returns how many entries could not be written. */
  async close(withinMs: number): Promise<number> {
    const timer = setTimeout(() => {
      this.#isClosed = true;
      this.#wake?.();
    }, withinMs);
    while (this.#running !== null) await this.#running;
    clearTimeout(timer);
    return this.#items.length;
  }

  /** What came in the moment between the end of a run and this is not left behind. */
  #start(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      if (this.#items.length > 0 && !this.#isClosed) this.#start();
    });
  }

  async #run(): Promise<void> {
    const { batch: most, lingerMs } = this.#settings;
    while (this.#items.length > 0 && !this.#isClosed) {
      if (this.#items.length < most) await this.#pause(lingerMs);
      const { batch, count } = inBatch(
        this.#items.map(({ entry }) => entry).slice(0, most),
        uuidv7(),
      );
      await this.#writeUntilDone(batch, count);
    }
  }

  async #writeUntilDone(batch: LedgerBatch, count: number): Promise<void> {
    const { observe, log } = this.#settings;
    for (
      let pause = FIRST_PAUSE_MS;
      !this.#isClosed;
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS)
    ) {
      try {
        await this.#settings.write(batch);
        observe('written', count);
        if (this.#isFailing) log.info({ entries: count }, 'the read ledger takes entries again');
        this.#isFailing = false;
        for (const { settle } of this.#items.splice(0, count)) settle(true);
        this.#letIn();
        return;
      } catch (error) {
        observe('failed', count);
        if (!this.#isFailing) log.error(error, 'the read ledger does not take entries');
        this.#isFailing = true;
        for (const { patience, settle } of this.#items) if (patience === 'attempted') settle(false);
        await this.#pause(pause);
      }
    }
  }

  #letIn(): void {
    const waiting = [...this.#waitingForRoom];
    this.#waitingForRoom.clear();
    for (const resolve of waiting) resolve();
  }

  /** At once when the queue is closed. */
  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
