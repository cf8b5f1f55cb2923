import { createHmac, hkdfSync } from 'node:crypto';

/** As long as no two subjects will ever share one. */
const BYTES = 16;

/**
 * How other rooms are told of somebody who asked: the same for the same subject, and nobody without the key of the
 * ledger can try subjects against it. Empty for nobody known.
 */
export type SubjectHash = (subject: string) => Buffer;

/** Derives a key of its own (RFC 5869). */
export function createSubjectHash(key: string): SubjectHash {
  const derived = Buffer.from(hkdfSync('sha256', key, '', 'ledger:subject-hash', 32));
  return (subject) =>
    subject === ''
      ? Buffer.alloc(0)
      : createHmac('sha256', derived).update(subject).digest().subarray(0, BYTES);
}
