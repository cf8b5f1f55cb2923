/** Ids as the Febrl generator writes them: `rec-12-org` and its duplicates `rec-12-dup-0`, `rec-12-dup-1`. */
const GENERATED = /^(.+)-(?:org|dup-\d+)$/;

/**
 * Who each record really is, as a number: records with the same truth are one person. With a pattern its first
 * group counts, or all that it matches. Ids that all name an original are read as such; a record without a
 * truth is a person of its own.
 *
 * Throws an Error when the pattern is no regular expression or does not fit a value.
 */
export function truthGroups(values: readonly string[], pattern: string | undefined): Int32Array {
  const read = pattern === undefined ? readerFor(values) : patternReader(pattern);
  const numbers = new Map<string, number>();
  return Int32Array.from(values, (value, record) => {
    const key = value === '' ? `\u0000${record}` : read(value);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  });
}

function readerFor(values: readonly string[]): (value: string) => string {
  if (!values.every((value) => GENERATED.test(value))) return (value) => value;
  return (value) => GENERATED.exec(value)?.[1] ?? value;
}

function patternReader(pattern: string): (value: string) => string {
  const expression = compile(pattern);
  return (value) => {
    const found = expression.exec(value);
    if (found !== null) return found[1] ?? found[0];
    throw new Error(`The truth must fit the pattern ${pattern}, but got: "${value}".`);
  };
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The truth's pattern must be a regular expression: ${why}.`, { cause: error });
  }
}
