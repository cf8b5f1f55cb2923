/** A whole number below 2^32 that is the same for the same text on every run (FNV-1a, then mixed). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A number from 0 up to, but without, 1. */
export function chanceOf(text: string): number {
  return hashOf(text) / 4_294_967_296;
}

export function pickBy<Item>(text: string, items: readonly Item[]): Item {
  const item = items[hashOf(text) % items.length];
  if (item === undefined) throw new Error('Nothing to pick from.');
  return item;
}

/** JSON with sorted keys: equal for equal values however they were written. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'undefined';
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${key}:${canonical(one)}`).join()}}`;
}
