import { mkdir } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { FileDropRow } from '../model.ts';
import { lookIntoInbox } from './inbox.ts';
import type { Inbox } from './inbox.ts';

export interface InboxWatcher {
  /** Finishes the file under way. */
  stop(): Promise<void>;
}

export interface WatchOptions {
  readonly intervalMilliseconds: number;
  readonly log: Logger;
  /** Called after a look that decided on files. */
  readonly onDrops: (drops: readonly FileDropRow[]) => void;
}

/**
 * Looks into the inbox again and again, one look at a time. A look that fails (disk full, database away) is
 * logged and made again: whatever it had not finished is still in the inbox.
 */
export async function watchInbox(inbox: Inbox, options: WatchOptions): Promise<InboxWatcher> {
  await mkdir(inbox.directory, { recursive: true });
  if (options.intervalMilliseconds === 0) return { stop: () => Promise.resolve() };
  const stopped = new AbortController();
  const running = run(inbox, options, stopped.signal);
  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

async function run(inbox: Inbox, options: WatchOptions, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    await lookOnce(inbox, options);
    await pause(options.intervalMilliseconds, stopped);
  }
}

async function lookOnce(inbox: Inbox, { log, onDrops }: WatchOptions): Promise<void> {
  try {
    const drops = await lookIntoInbox(inbox);
    for (const { name, status, rows, rejected, reason } of drops) {
      log.info({ file: name, status, rows, rejected, reason }, 'file drop');
    }
    if (drops.length > 0) onDrops(drops);
  } catch (error) {
    log.error({ err: error, inbox: inbox.directory }, 'inbox could not be read; trying again');
  }
}

/** Does not keep the process alive by itself. */
function pause(milliseconds: number, stopped: AbortSignal): Promise<void> {
  if (stopped.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    timer.unref();
    stopped.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      stopped.removeEventListener('abort', done);
      resolve();
    }
  });
}
