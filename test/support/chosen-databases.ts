/** What a suite that can run on either database runs on, as `TEST_DATABASES` names them. */
const KINDS = ['pglite', 'servers'] as const;
export type DatabaseKind = (typeof KINDS)[number];

/**
 * True where suites run on that kind. `TEST_DATABASES` is one kind for who runs them on the other elsewhere;
 * without it they run on both. Throws for any other value, and for servers that have no address: a test left out
 * by a slip would go unnoticed.
 */
export function isChosen(kind: DatabaseKind): boolean {
  const chosen = process.env['TEST_DATABASES'] ?? '';
  if (chosen !== '' && !KINDS.some((one) => one === chosen)) {
    throw new Error(`TEST_DATABASES must be one of ${KINDS.join(', ')}, but got: ${chosen}.`);
  }
  if (chosen === 'servers' && (process.env['TEST_DATABASE_URL'] ?? '') === '') {
    throw new Error('TEST_DATABASES=servers needs the address of a server in TEST_DATABASE_URL.');
  }
  return chosen === '' || chosen === kind;
}
