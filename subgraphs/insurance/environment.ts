import { join } from 'node:path';
import type { Settings } from '../kit/room.ts';

/** Where the division drops its files and how often the room looks. */
export interface InboxSettings {
  /** `INSURANCE_INBOX`; defaults to `insurance/inbox` in the data directory. */
  readonly directory: string;
  /** `INSURANCE_INBOX_INTERVAL_MS`; defaults to 1000. 0 looks never: for replicas that leave it to another. */
  readonly intervalMilliseconds: number;
  /** `INSURANCE_INBOX_GRACE_SECONDS`; defaults to 900. How long a file may stay unfinished untouched. */
  readonly graceSeconds: number;
}

/** Throws an error that names the setting, what was expected and what came. */
export function readInboxSettings(settings: Settings, dataDirectory: string): InboxSettings {
  return Object.freeze({
    directory: settings['INSURANCE_INBOX'] ?? join(dataDirectory, 'insurance', 'inbox'),
    intervalMilliseconds: wholeNumber(settings, 'INSURANCE_INBOX_INTERVAL_MS', 1_000),
    graceSeconds: wholeNumber(settings, 'INSURANCE_INBOX_GRACE_SECONDS', 900),
  });
}

function wholeNumber(settings: Settings, name: string, otherwise: number): number {
  const text = settings[name];
  if (text === undefined || text === '') return otherwise;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`Setting "${name}" must be a whole number, but got: "${text}".`);
}
