import { describe, expect, test } from '@jest/globals';

import type { JudgedCaller } from '../../../schema/access/judged-caller.ts';
import { concernsOwnTeam, confinedToTeams } from '../../../schema/access/own-team.ts';

const caller = (teams: readonly string[], scopes: readonly string[] = ['team:own']) => {
  return { scopes, division: null, teams, purpose: null } satisfies JudgedCaller;
};

describe('own team', () => {
  test('confines whoever holds the scope for it, with teams or without', () => {
    expect(confinedToTeams(caller(['t1'], []))).toBeNull();
    expect(confinedToTeams(caller(['t1']))).toEqual(['t1']);
    expect(confinedToTeams(caller([]))).toEqual([]);
  });

  test('is asked of no case where the caller alone decides', () => {
    expect(concernsOwnTeam.judgeCaller(caller([], []))).toBe('every-row');
    expect(concernsOwnTeam.judgeCaller(caller([]))).toBe('no-row');
    expect(concernsOwnTeam.judgeCaller(null)).toBe('no-row');
    expect(concernsOwnTeam.judgeCaller(caller(['t1']))).toBe('by-row');
  });

  test('is concerned by cases of each of its teams, and by none that no team has', () => {
    const allows = (team: unknown) => concernsOwnTeam.allows({ team }, caller(['t1', 't2']));
    expect(['t1', 't2'].map(allows)).toEqual([true, true]);
    for (const team of ['t3', '', 'T1', null, undefined, ['t1'], { id: 't1' }])
      expect(allows(team)).toBe(false);
    expect(concernsOwnTeam.allows({}, caller(['t1']))).toBe(false);
    expect(concernsOwnTeam.allows({ team: null }, caller([], []))).toBe(true);
  });
});
