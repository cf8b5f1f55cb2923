import type { JudgedCaller } from './judged-caller.ts';
import { RowRule } from './row-rule.ts';

/** Whoever holds it reads and works the cases of their own teams alone. */
export const OWN_TEAM = 'team:own';

/**
 * The only teams whose cases a caller may read; null for whoever may read those of all, and empty for whoever is bound to
 * their teams and has none. A case that no team has is nobody's of these.
 */
export function confinedToTeams({ teams, scopes }: JudgedCaller): readonly string[] | null {
  return scopes.includes(OWN_TEAM) ? teams : null;
}

/** What stands with one of the caller's own teams. */
export const concernsOwnTeam = new RowRule({
  name: 'concernsOwnTeam',
  judgeCaller(caller) {
    const own = confinedToTeams(caller);
    if (own === null) return 'every-row';
    return own.length === 0 ? 'no-row' : 'by-row';
  },
  needs: { Case: 'team' },
  holds: ({ team }, { teams }) => typeof team === 'string' && teams.includes(team),
});
