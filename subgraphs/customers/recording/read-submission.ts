import { storableJson, storableText } from '../../kit/storable-text.ts';
import type { Fault } from '../model.ts';
import { isRawRecord, type RawRecord } from '../standardise/raw-record.ts';

/** A record that a division sends, before anything is known of it. */
export interface Submission {
  readonly division: string;
  readonly record: unknown;
}

/** A submission with a place and a version, or why it has none. */
export type ReadSubmission =
  | {
      readonly kind: 'usable';
      readonly division: string;
      readonly localId: string;
      readonly version: string;
      /** As it came, to be standardised. */
      readonly record: RawRecord;
      /** As it is kept: without the few characters that no database can hold. */
      readonly raw: RawRecord;
    }
  | { readonly kind: 'unusable'; readonly localId: string; readonly faults: readonly Fault[] };

const LONGEST_ID = 128;

/**
 * A record without a place or a version cannot be kept, since nothing could ever replace it. Ids are taken
 * exactly as they are: a division must find its customer again under the number that it sent.
 */
export function readSubmission({ division, record }: Submission): ReadSubmission {
  const came = isRawRecord(record) ? record : {};
  const localId = came['localId'];
  const version = readVersion(came['version']);
  const faults: Fault[] = [];
  if (!isRawRecord(record)) faults.push(faultOf('record', 'must be an object'));
  if (!isPlaceName(division)) faults.push(faultOf('division', PLACE_NAME_RULE));
  if (!isPlaceName(localId)) faults.push(faultOf('localId', PLACE_NAME_RULE));
  if (version === null) faults.push(faultOf('version', 'must be a decimal number, 0 or more'));
  if (version === null || !isPlaceName(localId) || faults.length > 0) {
    return { kind: 'unusable', localId: shownId(localId), faults };
  }
  return { kind: 'usable', division, localId, version, record: came, raw: storable(came) };
}

export const PLACE_NAME_RULE = `must be 1 to ${LONGEST_ID} characters, none of them a control character, no space at an end`;

export function isPlaceName(text: unknown): text is string {
  if (typeof text !== 'string' || text.length > LONGEST_ID || text.trim() !== text) return false;
  return text !== '' && !/[\p{Cc}\p{Cs}]/u.test(text);
}

function readVersion(value: unknown): string | null {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && /^\d{1,30}(\.\d{1,15})?$/.test(text) ? text : null;
}

/** Whether a version is later than another: compared as numbers, without losing digits. */
export function isLater(version: string, than: string): boolean {
  const [left, right] = [scaled(version), scaled(than)];
  return left > right;
}

const FRACTION_DIGITS = 15;

function scaled(version: string): bigint {
  const [whole = '0', fraction = ''] = version.split('.');
  return BigInt(whole + fraction.slice(0, FRACTION_DIGITS).padEnd(FRACTION_DIGITS, '0'));
}

/** An id that is no good, as far as an answer can show it. */
function shownId(value: unknown): string {
  return typeof value === 'string' ? storableText(value.slice(0, LONGEST_ID)) : '';
}

function storable(record: RawRecord): RawRecord {
  // An object's JSON is an object's.
  return JSON.parse(storableJson(record)) as RawRecord;
}

function faultOf(field: string, reason: string): Fault {
  return { field, rawValue: null, reason };
}
