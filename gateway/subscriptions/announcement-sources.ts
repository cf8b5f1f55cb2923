import type { Logger } from 'pino';

import { gatewayError } from '../errors.ts';
import type { AnnouncementSource, OpenSource } from './announcement-source.ts';
import type { Subscribers } from './subscribers.ts';

/** Where a room's announcements come from. */
export interface SourceOfRoom {
  /** Equal for rooms whose announcements come the same way. */
  readonly key: string;
  /** The room that is heard of, or null for all of them. */
  readonly room: string | null;
  readonly open: OpenSource;
}

/** The sources that somebody waits for: each opened by the first who does, and told of to all when it is lost. */
export class AnnouncementSources {
  readonly #open = new Map<string, Promise<AnnouncementSource>>();
  readonly #subscribers: Subscribers;
  readonly #log: Logger;

  constructor(subscribers: Subscribers, log: Logger) {
    this.#subscribers = subscribers;
    this.#log = log;
  }

  /** Settles when nothing is missed from then on. Throws EVENTS_UNAVAILABLE. */
  async ensure(source: SourceOfRoom): Promise<void> {
    const opening = this.#open.get(source.key) ?? this.#start(source);
    try {
      await opening;
    } catch (error) {
      throw gatewayError('EVENTS_UNAVAILABLE', [], {
        originalError: error instanceof Error ? error : null,
      });
    }
  }

  isOpen({ key }: SourceOfRoom): boolean {
    return this.#open.has(key);
  }

  async close(): Promise<void> {
    const all = [...this.#open.values()];
    this.#open.clear();
    for (const opening of all)
      await opening.then((source) => source.close()).catch(() => undefined);
  }

  #start({ key, room, open }: SourceOfRoom): Promise<AnnouncementSource> {
    const forget = (): void => void this.#open.delete(key);
    const opening = open({
      hear: (announcement) => this.#subscribers.hear(announcement),
      lost: (reason) => {
        forget();
        this.#log.warn({ room, err: reason }, 'events are not heard of any more');
        this.#subscribers.interrupt(room);
      },
    });
    this.#open.set(key, opening);
    opening.catch((error: unknown) => {
      forget();
      this.#log.warn({ room, err: error }, 'events cannot be heard of');
    });
    return opening;
  }
}
