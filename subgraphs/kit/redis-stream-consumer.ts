import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { AnyDomainEvent } from '../../schema/events.ts';
import type { EventConsumer, Subscription } from './event-bus.ts';
import { streamOf } from './redis-event-bus.ts';

const BATCH = 500;
const BLOCK_MS = 1_000;
const RETRY_MS = 1_000;
/** Events that a consumer took and did not confirm for this long are taken over by another. */
const TAKE_OVER_MS = 30_000;

interface Entry {
  readonly stream: string;
  readonly id: string;
  readonly event: AnyDomainEvent;
}

/** Reads a room's event types as a member of the room's consumer group, confirming what was handled. */
export async function startStreamConsumer(
  url: string,
  consumer: EventConsumer,
  log: Logger,
): Promise<Subscription> {
  // Reading blocks its connection, so each consumer has one of its own.
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  redis.on('error', (error) => log.warn({ err: error }, 'Redis does not answer'));
  const streams = consumer.types.map(streamOf);
  for (const stream of streams) await joinGroup(redis, stream, consumer.name);
  const reader = new StreamReader(redis, consumer, streams);
  const finished = reader.run(log);
  return {
    async stop() {
      reader.stopped = true;
      await finished;
      await redis.quit();
    },
  };
}

class StreamReader {
  stopped = false;
  readonly #member = randomUUID();
  #nextTakeOver = 0;
  readonly #redis: Redis;
  readonly #consumer: EventConsumer;
  readonly #streams: readonly string[];

  constructor(redis: Redis, consumer: EventConsumer, streams: readonly string[]) {
    this.#redis = redis;
    this.#consumer = consumer;
    this.#streams = streams;
  }

  async run(log: Logger): Promise<void> {
    while (!this.stopped) {
      try {
        await this.#takeOver();
        await this.#handle(await this.#read());
      } catch (error) {
        log.warn({ err: error }, 'events could not be consumed; they will be tried again');
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  /** First what this member was given and did not confirm (after a failure), then what is new. */
  async #read(): Promise<readonly Entry[]> {
    const pending = await this.#readFrom('0');
    return pending.length > 0 ? pending : this.#readFrom('>');
  }

  async #readFrom(id: '0' | '>'): Promise<readonly Entry[]> {
    const answer = (await this.#redis.call(
      'XREADGROUP',
      ...['GROUP', this.#consumer.name, this.#member, 'COUNT', BATCH],
      ...(id === '>' ? ['BLOCK', BLOCK_MS] : []),
      ...['STREAMS', ...this.#streams, ...this.#streams.map(() => id)],
    )) as StreamAnswer | null; // The command's answer, as Redis documents it.
    return answer === null ? [] : entriesOf(answer);
  }

  async #takeOver(): Promise<void> {
    if (Date.now() < this.#nextTakeOver) return;
    this.#nextTakeOver = Date.now() + TAKE_OVER_MS;
    for (const stream of this.#streams) {
      await this.#redis.xautoclaim(
        ...([
          stream,
          this.#consumer.name,
          this.#member,
          TAKE_OVER_MS,
          '0',
          'COUNT',
          BATCH,
        ] as const),
      );
    }
  }

  async #handle(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    await this.#consumer.handle(entries.map((entry) => entry.event));
    for (const stream of this.#streams) {
      const ids = entries.filter((entry) => entry.stream === stream).map((entry) => entry.id);
      if (ids.length > 0) await this.#redis.xack(stream, this.#consumer.name, ...ids);
    }
  }
}

type StreamRows = readonly (readonly [id: string, fields: readonly string[]])[];
/** RESP2 gives pairs, RESP3 a map. */
type StreamAnswer =
  readonly (readonly [string, StreamRows])[] | Readonly<Record<string, StreamRows>>;

function entriesOf(answer: StreamAnswer): readonly Entry[] {
  const pairs: readonly (readonly [string, StreamRows])[] = Array.isArray(answer)
    ? answer
    : answer instanceof Map
      ? [...(answer as ReadonlyMap<string, StreamRows>)]
      : Object.entries(answer as Readonly<Record<string, StreamRows>>);
  return pairs.flatMap(([stream, rows]) =>
    rows.map(([id, fields]) => ({
      stream,
      id,
      // Only our own bus writes these streams.
      event: JSON.parse(fields[1] ?? 'null') as AnyDomainEvent,
    })),
  );
}

/** From the beginning, so that a room that joins later counts what happened before. */
async function joinGroup(redis: Redis, stream: string, group: string): Promise<void> {
  try {
    await redis.xgroup('CREATE', stream, group, '0', 'MKSTREAM');
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('BUSYGROUP'))) throw error;
  }
}
