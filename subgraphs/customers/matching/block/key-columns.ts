import type { Column } from '../values/column.ts';
import { mix } from '../values/random.ts';
import type { KeyAtom } from './key-atoms.ts';

/** The keys of one atom by value: 0 where a value has none. */
export interface AtomKeys {
  readonly atom: KeyAtom;
  readonly column: Column;
  /** Value -> key of 32 bits. Two texts that share one by chance are compared in vain, and nothing else. */
  readonly keys: Int32Array;
}

/** A way to find candidates: records that share all of its atoms' keys. */
export interface BlockingRule {
  readonly name: string;
  readonly atoms: readonly AtomKeys[];
}

/** `texts`: the column's texts by value. */
export function makeAtomKeys(atom: KeyAtom, column: Column, texts: readonly string[]): AtomKeys {
  const seed = textKey(`${atom.field}.${atom.name}`);
  const keys = new Int32Array(texts.length);
  texts.forEach((text, value) => {
    const key = text === '' ? '' : atom.keyOf(text);
    keys[value] = key === '' ? 0 : mix(textKey(key) ^ seed) | 0 || 1;
  });
  return { atom, column, keys };
}

/** Writes the key of each record by a rule into `result`: 0 where the record lacks a value. */
export function writeRuleKeys({ atoms }: BlockingRule, result: Int32Array): void {
  const [first, second] = atoms;
  if (first === undefined) return;
  for (let record = 0; record < result.length; record++) {
    const key = first.keys[first.column.values[record] ?? 0] ?? 0;
    if (second === undefined || key === 0) {
      result[record] = key;
      continue;
    }
    const other = second.keys[second.column.values[record] ?? 0] ?? 0;
    result[record] = other === 0 ? 0 : joinKeys(key, other);
  }
}

/** Whether two records share the key of an atom. */
export function sharesAtom({ column, keys }: AtomKeys, left: number, right: number): boolean {
  const key = keys[column.values[left] ?? 0] ?? 0;
  return key !== 0 && key === keys[column.values[right] ?? 0];
}

function joinKeys(key: number, other: number): number {
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
