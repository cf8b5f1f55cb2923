import { nearestWord } from '../gateway/nearest-word.ts';
import type { RoleScopes } from '../gateway/auth/role-scopes.ts';

/** Throws for the first role that `roles.yaml` does not have, with the one that may have been meant. */
export function checkRoles(roles: readonly string[], roleScopes: RoleScopes): void {
  const known = [...roleScopes.keys()];
  const wrong = roles.find((role) => !known.includes(role));
  if (wrong === undefined) return;
  const nearest = nearestWord(wrong, known);
  const hint = nearest === null ? `Known are: ${known.join(', ')}.` : `Did you mean "${nearest}"?`;
  throw new Error(`--role must be a role of roles.yaml, but got: "${wrong}". ${hint}`);
}
