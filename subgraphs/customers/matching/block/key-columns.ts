import { SEVERAL, type Column } from '../values/column.ts';
import { mix } from '../values/random.ts';
import { sharedInts } from '../values/text-table.ts';
import type { KeyAtom } from './key-atoms.ts';

/** The keys of one atom. */
export interface AtomKeys {
  readonly atom: KeyAtom;
  /** Record -> key of 32 bits, 0 for none. Two texts that share one by chance are compared in vain, no more. */
  readonly keys: Int32Array;
}

/** A way to find candidates: records that share all of its keys, which are those of one atom or of two. */
export interface BlockingRule {
  readonly name: string;
  readonly keys: readonly Int32Array[];
}

/** `texts`: the column's texts by value. */
export function makeAtomKeys(atom: KeyAtom, column: Column, texts: readonly string[]): AtomKeys {
  const seed = textKey(`${atom.field}.${atom.name}`);
  const byValue = Int32Array.from(texts, (text) => {
    const key = text === '' ? '' : atom.keyOf(text.split(SEVERAL, 1)[0] ?? '');
    return key === '' ? 0 : mix(textKey(key) ^ seed) | 0 || 1;
  });
  const keys = sharedInts(column.values.length);
  for (let record = 0; record < keys.length; record++) {
    keys[record] = byValue[column.values[record] ?? 0] ?? 0;
  }
  return { atom, keys };
}

/** The key of a record by a rule; 0 where the record lacks a value. */
export function ruleKey(first: Int32Array, second: Int32Array | undefined, record: number): number {
  const key = first[record] ?? 0;
  if (second === undefined || key === 0) return key;
  const other = second[record] ?? 0;
  return other === 0 ? 0 : joinKeys(key, other);
}

export function joinKeys(key: number, other: number): number {
  return mix(Math.imul(key, 0x9e3779b1) ^ other) | 0 || 1;
}

/** FNV-1a over code units. */
export function textKey(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash;
}
