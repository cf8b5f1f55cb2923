import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { EventConsumer, Subscription } from './event-bus.ts';
import { entriesOf, type StreamAnswer, type StreamEntry } from './stream-entries.ts';
import { streamOf } from './stream-of.ts';

const BATCH = 500;
const BLOCK_MS = 1_000;
const RETRY_MS = 1_000;
/** How long the last command may take when the consumer is to stop; what it leaves is taken over later. */
const STOP_PATIENCE_MS = 3_000;

export interface StreamConsumerOptions {
  readonly url: string;
  readonly consumer: EventConsumer;
  readonly log: Logger;
  readonly takeOverMs: number;
}

/**
 * Reads a room's event types as a member of the room's consumer group, confirming what was handled. Waits
 * for a Redis that is not there (yet).
 */
export function startStreamConsumer(options: StreamConsumerOptions): Subscription {
  const { url, log } = options;
  // Reading blocks its connection, so each consumer has one of its own. The library gives RESP3's maps in
  // several shapes, so the reader asks for RESP2, which has one.
  const redis = new Redis(url, { maxRetriesPerRequest: null, protocol: 2 });
  redis.on('error', (error) => log.warn({ err: error }, 'Redis does not answer'));
  const reader = new StreamReader(redis, options);
  const finished = reader.run();
  return {
    async stop() {
      reader.stopped = true;
      // A command to a Redis that is away would wait until it is back.
      const patience = redis.status === 'ready' ? STOP_PATIENCE_MS : 0;
      const timer = setTimeout(() => reader.abandon(), patience);
      await finished;
      clearTimeout(timer);
      redis.disconnect();
    },
  };
}

class StreamReader {
  stopped = false;
  #joined = false;
  readonly #member = randomUUID();
  #nextTakeOver = 0;
  readonly #redis: Redis;
  readonly #options: StreamConsumerOptions;
  readonly #group: string;
  readonly #streams: readonly string[];
  /** Rejects when answers are no longer waited for: the library may never settle a command it queued. */
  readonly #abandoned: Promise<never>;
  readonly abandon: () => void;

  constructor(redis: Redis, options: StreamConsumerOptions) {
    let abandon: () => void = () => undefined;
    this.#abandoned = new Promise((_resolve, reject) => {
      abandon = () => reject(new Error('The consumer was stopped.'));
    });
    this.#abandoned.catch(() => undefined);
    this.abandon = abandon;
    this.#redis = redis;
    this.#options = options;
    this.#group = options.consumer.name;
    this.#streams = options.consumer.types.map(streamOf);
  }

  async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.#join();
        await this.#takeOver();
        await this.#handle(await this.#read());
      } catch (error) {
        await this.#recover(error);
      }
    }
  }

  #answerOf<Answer>(command: Promise<Answer>): Promise<Answer> {
    return Promise.race([command, this.#abandoned]);
  }

  async #recover(error: unknown): Promise<void> {
    if (this.stopped) return;
    // A Redis that lost its data lost the groups, too.
    this.#joined = false;
    this.#options.log.warn(
      { err: error },
      'events could not be consumed; they will be tried again',
    );
    await pause(RETRY_MS);
  }

  /** From the beginning, so that a room that joins later counts what happened before. */
  async #join(): Promise<void> {
    if (this.#joined) return;
    for (const stream of this.#streams) {
      const created = this.#redis.xgroup('CREATE', stream, this.#group, '0', 'MKSTREAM');
      await this.#answerOf(created).catch(ignoreExistingGroup);
    }
    this.#joined = true;
  }

  /** First what this member was given and did not confirm (after a failure), then what is new. */
  async #read(): Promise<readonly StreamEntry[]> {
    const pending = await this.#readFrom('0');
    return pending.length > 0 ? pending : this.#readFrom('>');
  }

  async #readFrom(id: '0' | '>'): Promise<readonly StreamEntry[]> {
    const answer = await this.#answerOf(
      this.#redis.call(
        'XREADGROUP',
        ...['GROUP', this.#group, this.#member, 'COUNT', BATCH],
        ...(id === '>' ? ['BLOCK', BLOCK_MS] : []),
        ...['STREAMS', ...this.#streams, ...this.#streams.map(() => id)],
      ),
    );
    return entriesOf(answer as StreamAnswer); // As Redis documents it.
  }

  async #takeOver(): Promise<void> {
    const { takeOverMs } = this.#options;
    if (Date.now() < this.#nextTakeOver) return;
    this.#nextTakeOver = Date.now() + takeOverMs;
    for (const stream of this.#streams) {
      const claim = [stream, this.#group, this.#member, takeOverMs, '0', 'COUNT', BATCH] as const;
      await this.#answerOf(this.#redis.xautoclaim(...claim));
    }
  }

  async #handle(entries: readonly StreamEntry[]): Promise<void> {
    const events = entries.flatMap(({ event }) => (event === null ? [] : [event]));
    if (events.length < entries.length) {
      const unreadable = entries.length - events.length;
      this.#options.log.error(
        { unreadable },
        'events that the stream no longer holds were skipped',
      );
    }
    if (events.length > 0) await this.#options.consumer.handle(events);
    for (const stream of this.#streams) {
      const ids = entries.filter((entry) => entry.stream === stream).map((entry) => entry.id);
      if (ids.length > 0) await this.#answerOf(this.#redis.xack(stream, this.#group, ...ids));
    }
  }
}

function ignoreExistingGroup(error: unknown): void {
  if (!(error instanceof Error && error.message.startsWith('BUSYGROUP'))) throw error;
}
