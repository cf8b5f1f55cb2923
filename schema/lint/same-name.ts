/**
 * Whether an argument, input field or enum value is named like a field: the same words, whatever the case,
 * the plural and the words of comparing and ordering around them (`birthDate`, `BIRTH_DATE_DESC`,
 * `minBalance`, `emails_contains`).
 */
export function isSameName(name: string, field: string): boolean {
  const [left, right] = [wordsOf(name), wordsOf(field)];
  return plain(left) === plain(right) || (bare(left) !== '' && bare(left) === bare(right));
}

const AROUND: ReadonlySet<string> = new Set(
  (
    'after all any ascending asc at before between by contains desc descending ends eq equal equals exact exists ' +
    'filter from greater gt gte has have in is least less like lt lte match max maximum min minimum most ne neq ' +
    'nin not null of or order over prefix since some sort starts suffix than to under until where with'
  ).split(' '),
);

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Without the words around the name. */
function bare(words: readonly string[]): string {
  const first = words.findIndex((word) => !AROUND.has(word));
  const last = words.findLastIndex((word) => !AROUND.has(word));
  return first === -1 ? '' : plain(words.slice(first, last + 1));
}

function plain(words: readonly string[]): string {
  return words.join('').replace(/(.)s$/, '$1');
}
