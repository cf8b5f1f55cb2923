import { request } from 'undici';
import type { Dispatcher } from 'undici';

import {
  ANNOUNCEMENTS_PATH,
  ANNOUNCEMENTS_PULSE_MS,
  ANNOUNCEMENTS_SCOPE,
  readAnnouncement,
} from '../../schema/announcement.ts';
import type { Caller } from '../auth/caller.ts';
import { createIdentification } from '../execute/assertion-header.ts';
import type { SubgraphAddress } from '../execute/subgraph-line.ts';
import type { OpenSource, SourceListener } from './announcement-source.ts';

export interface RoomSourceSettings {
  /** Null where the supergraph protects nothing. */
  readonly assertionSecret: string | null;
  readonly timeoutMs: number;
  readonly clock: () => Date;
}

/** The gateway itself, as a room knows it. */
const GATEWAY: Caller = Object.freeze({
  ...{ subject: 'gateway', roles: [], scopes: [ANNOUNCEMENTS_SCOPE] },
  ...{ division: null, teams: [], purpose: null, expiresAt: Number.MAX_SAFE_INTEGER },
});

/** The room names itself in each announcement; the request says nothing more. */
const BODY = '{}';
const LONGEST_LINE = 64 * 1024;

/** One room's announcements, as it streams them to whoever has the gateway's word. */
export function roomSource(address: SubgraphAddress, settings: RoomSourceSettings): OpenSource {
  return async (listener) => {
    const abort = new AbortController();
    const body = await connect(address, settings, abort.signal);
    let isOpen = false;
    const opened = new Promise<void>((resolve, reject) => {
      const reading = read(body, listener, () => {
        isOpen = true;
        resolve();
      });
      const end = (reason: unknown): void => {
        if (!isOpen) reject(new Error(`The stream of announcements ended: ${String(reason)}`));
        else if (!abort.signal.aborted) listener.lost(reason);
      };
      reading.then(() => end('the room ended it'), end);
    });
    await opened;
    return { close: () => abort.abort() };
  };
}

async function connect(
  { name, url }: SubgraphAddress,
  { assertionSecret, timeoutMs, clock }: RoomSourceSettings,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData['body']> {
  const caller = { caller: GATEWAY };
  const word =
    assertionSecret === null
      ? {}
      : createIdentification(assertionSecret, name, clock)(BODY, caller);
  const { statusCode, body } = await request(new URL(ANNOUNCEMENTS_PATH, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...word },
    body: BODY,
    headersTimeout: timeoutMs,
    // A room that lives says so more often.
    bodyTimeout: 3 * ANNOUNCEMENTS_PULSE_MS,
    signal,
  });
  if (statusCode === 200) return body;
  await body.dump();
  throw new Error(`Room "${name}" answered ${statusCode} to a request for its announcements.`);
}

/** Any line says that the stream is there. */
async function read(
  body: Dispatcher.ResponseData['body'],
  { hear }: SourceListener,
  onLine: () => void,
): Promise<void> {
  let rest = '';
  body.setEncoding('utf8');
  for await (const chunk of body) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new Error('a line is too long');
    for (const line of lines) {
      onLine();
      const announcement = line === '' ? null : readAnnouncement(line);
      if (announcement !== null) hear(announcement);
    }
  }
}
