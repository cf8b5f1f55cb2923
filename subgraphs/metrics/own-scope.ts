import { confinedTo, WHOLE_GROUP } from '../../schema/access/own-division.ts';
import type { Caller } from '../kit/caller.ts';
import { checkOwnDivision } from '../kit/own-division.ts';
import type { Scope } from './model.ts';

/**
 * What of a scope a caller may see measured: of one division, its own figures and, where they may, those of the whole
 * group, never split by division. Whoever names none and may not see the group means their own. Throws FORBIDDEN for
 * another division.
 */
export function ownScope(scope: Scope, caller: Caller): Scope {
  const division = confinedTo(caller);
  if (division === null) return scope;
  if (scope.division !== null) checkOwnDivision({ division }, [scope.division]);
  const isWhole = scope.division === null && caller.scopes.includes(WHOLE_GROUP);
  return isWhole && !scope.groupBy.includes('DIVISION') ? scope : { ...scope, division };
}
