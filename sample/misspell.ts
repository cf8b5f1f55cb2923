import type { Random } from './random.ts';

/** A name as somebody in a hurry types it: one letter swapped, left out, doubled or another. Never the same. */
export function misspell(random: Random, name: string): string {
  if (name.length < 3) return `${name}e`;
  const at = random.between(1, name.length - 2);
  const [before, letter, after] = [name.slice(0, at), name.charAt(at), name.slice(at + 1)];
  const ways = [
    () => before + after.charAt(0) + letter + after.slice(1),
    () => before + after,
    () => before + letter + letter + after,
    () => before + random.pick(LIKELY_LETTERS) + after,
  ];
  const typed = random.pick(ways)();
  return typed === name ? `${name}${name.slice(-1)}` : typed;
}

const LIKELY_LETTERS = ['a', 'e', 'i', 'n', 'o', 'r', 's', 't'] as const;
