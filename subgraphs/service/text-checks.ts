import { DomainError } from '../kit/domain-error.ts';
import { isGiven } from './given.ts';

/** Most characters of a kind of text, and whether it must say something. */
const TEXT_KINDS = Object.freeze({
  /** An id, a code, a name. */
  name: { max: 200, filled: true },
  title: { max: 1_000, filled: true },
  line: { max: 1_000, filled: false },
  message: { max: 100_000, filled: true },
  prose: { max: 100_000, filled: false },
});

export type TextKind = keyof typeof TEXT_KINDS;

/** What is wrong with a text that was given, or null. Null and undefined were not given. */
export function textFault(
  name: string,
  text: string | null | undefined,
  kind: TextKind,
): string | null {
  if (!isGiven(text)) return null;
  const { max, filled } = TEXT_KINDS[kind];
  if (text.length > max) {
    return `"${name}" must have at most ${max} characters, but has: ${text.length}.`;
  }
  if (filled && text.trim() === '') {
    return `"${name}" must not be empty, but got: ${JSON.stringify(text)}.`;
  }
  // PostgreSQL can store neither in text.
  const place = text.search(UNSTORABLE);
  return place < 0
    ? null
    : `"${name}" must be well-formed Unicode without U+0000, but is not at: ${place}.`;
}

// eslint-disable-next-line no-control-regex -- U+0000 is what it looks for.
const UNSTORABLE = /\u0000|\p{Surrogate}/u;

export type NamedText = readonly [name: string, text: string | null | undefined, kind: TextKind];

/** The first thing wrong with several texts, or null. */
export function firstTextFault(texts: readonly NamedText[]): string | null {
  for (const [name, text, kind] of texts) {
    const fault = textFault(name, text, kind);
    if (fault !== null) return fault;
  }
  return null;
}

/** Throws BAD_USER_INPUT for the first text that cannot be taken. */
export function checkTexts(texts: readonly NamedText[]): void {
  const fault = firstTextFault(texts);
  if (fault !== null) throw new DomainError('BAD_USER_INPUT', `Argument ${fault}`);
}
