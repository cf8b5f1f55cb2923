/** The first letter or digit of each word, with a dot: `Ana María de López` is `A. M. d. L.`. */
export function initials(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const found = value.split(/\s+/).flatMap((word) => {
    const [first] = /[\p{L}\p{N}]\p{M}*/u.exec(word) ?? [];
    return first === undefined ? [] : [`${first}.`];
  });
  return found.length === 0 ? null : found.join(' ');
}
