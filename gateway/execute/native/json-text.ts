/** Above this, the engine's own writer is faster than a look at every character. */
const SHORT = 64;

/** A string as JSON (RFC 8259, section 7). Most need no escape, and that is quick to see. */
export function stringText(value: string): string {
  const { length } = value;
  if (length > SHORT) return JSON.stringify(value);
  for (let index = 0; index < length; index += 1) {
    const code = value.charCodeAt(index);
    // A quote, a backslash, a control character, or half of a pair that may lack its other half.
    if (code < 32 || code === 34 || code === 92 || (code >= 0xd800 && code <= 0xdfff)) {
      return JSON.stringify(value);
    }
  }
  return `"${value}"`;
}

/** Any JSON value as text. Throws a RangeError for what nests too deeply to be written. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return stringText(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return JSON.stringify(value);
}
