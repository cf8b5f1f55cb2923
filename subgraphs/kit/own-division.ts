import type { Caller } from './caller.ts';
import { DomainError } from './domain-error.ts';

/**
 * Whoever acts for a division acts for no other; the shared center acts for all. `divisions` are those that
 * a request is about, null for all of them. Throws FORBIDDEN, and never says whose the data is.
 */
export function checkOwnDivision(
  { division: own }: Pick<Caller, 'division'>,
  divisions: Iterable<string | null>,
): void {
  if (own === null) return;
  for (const division of divisions) {
    if (division !== own) throw new DomainError('FORBIDDEN', 'This is for another division to do.');
  }
}
