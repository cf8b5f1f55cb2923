/** Text that PostgreSQL can hold: U+FFFD for each zero character and each half of a character. */
export function storableText(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, '\uFFFD');
}

/** JSON that PostgreSQL can hold: for one such character in it, it would refuse the whole statement. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  // JSON writes such characters, and nothing else, as these escapes; almost no value has any.
  return /\\u(0000|d[89a-f])/.test(json) ? JSON.stringify(storable(JSON.parse(json))) : json;
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [storableText(name), storable(part)]),
  );
}
