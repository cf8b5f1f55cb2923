import { createHash } from 'node:crypto';
import type { LedgerOperation, LedgerReader, LedgerReading } from '../../../schema/ledger-batch.ts';

/** What the chain itself says of an entry. It stays when what was read is no longer kept. */
export interface Link {
  /** From 1, without gaps. */
  readonly position: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** A classification level, or RETENTION for a note about what is no longer kept. */
  readonly level: string;
  /** Of everything else about the entry. */
  readonly digest: Uint8Array;
}

/** What the first link is chained to. */
export const CHAIN_START: Buffer = Buffer.alloc(32);

/** Depends on every byte of this link and of all before it. */
export function linkHash(previous: Uint8Array, { position, at, level, digest }: Link): Buffer {
  const stated = JSON.stringify([position, at, level]);
  return createHash('sha256').update(previous).update(digest).update(stated).digest();
}

/** The digests of what an entry refers to. */
export interface EntryContent {
  readonly requestId: string;
  readonly reader: Uint8Array;
  readonly operation: Uint8Array;
  readonly reading: Uint8Array;
  /** In any order. */
  readonly customers: readonly Uint8Array[];
}

export function entryDigest({ requestId, customers, ...parts }: EntryContent): Buffer {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const { reader, operation, reading } = parts;
  return digestOf([
    requestId,
    ...[reader, operation, reading].map(hex),
    ...customers.map(hex).sort(),
  ]);
}

export function readerDigest(reader: LedgerReader): Buffer {
  const { subject, roles, scopes, division, client, purpose, emergency } = reader;
  const known = [subject, roles, scopes, division, client, purpose];
  // Readers of before emergencies were recorded keep their digests.
  return digestOf(emergency === null ? known : [...known, emergency.reason, emergency.until]);
}

export function operationDigest({ name, text }: LedgerOperation): Buffer {
  return digestOf([name, text]);
}

export function readingDigest({ level, isPersonal, fields, denied }: LedgerReading): Buffer {
  return digestOf([level, isPersonal, fields, denied.map(({ field, rule }) => [field, rule])]);
}

/** Of a customer's keyed hash and the sealed id. */
export function customerDigest(keyed: Uint8Array, sealed: Uint8Array): Buffer {
  return createHash('sha256').update(keyed).update(sealed).digest();
}

export function noteDigest(note: string): Buffer {
  return digestOf([note]);
}

function digestOf(value: readonly unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify(value)).digest();
}
