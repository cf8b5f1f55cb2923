import { describe, expect, test } from '@jest/globals';
import {
  chooseTeam,
  type CandidateTeam,
  type RoutingSubject,
} from '../../../../subgraphs/service/routing/choose-team.ts';
import { DEFAULT_ROUTING } from '../../../../subgraphs/service/routing/default-routing.ts';
import {
  routingSet,
  type RoutingSetInput,
} from '../../../../subgraphs/service/routing/routing-policy.ts';

const CASE: RoutingSubject = {
  division: 'banking',
  type: 'QUESTION',
  priority: 'NORMAL',
  valueTier: 'KEY',
  volume: 'HIGH',
};

function team(id: string, changes: Partial<CandidateTeam> = {}): CandidateTeam {
  return {
    id,
    name: id,
    division: 'banking',
    kind: 'POOL',
    assignment: 'PULL',
    secondLine: null,
    leads: [],
    clients: 'NOBODY_NAMED',
    ...changes,
  };
}

const set = (table?: RoutingSetInput['table']) =>
  routingSet.parse({ ...DEFAULT_ROUTING[0], ...(table === undefined ? {} : { table }) });
const chosen = (teams: readonly CandidateTeam[], subject: Partial<RoutingSubject> = {}) =>
  chooseTeam(set(), { ...CASE, ...subject }, teams)?.team ?? null;

describe('the team of a case', () => {
  const both = [team('pool'), team('clients', { kind: 'CLIENT_TEAM' })];

  test.each([
    ['KEY', 'HIGH', 'clients'],
    ['KEY', 'LOW', 'pool'],
    ['PREFERRED', 'HIGH', 'pool'],
    ['STANDARD', 'LOW', 'pool'],
    [null, 'HIGH', 'pool'],
  ] as const)('with value %s and volume %s is the %s', (valueTier, volume, expected) => {
    expect(chosen(both, { valueTier, volume })).toBe(expected);
  });

  test('is the next row’s when the one a row names is not there', () => {
    expect(chosen([team('pool')])).toBe('pool');
    const rows = [
      { name: 'gone', to: { team: 'gone' } },
      { name: 'there', to: { team: 'there' } },
    ];
    expect(chooseTeam(set(rows), CASE, [team('pool'), team('there')])).toEqual({
      team: 'there',
      rule: 'there',
      version: 1,
    });
  });

  test('never serves another division, and its own goes before one for all', () => {
    expect(chosen([team('pool', { division: 'lending' })])).toBeNull();
    const all = team('all', { division: null });
    expect(chosen([all, team('pool')])).toBe('pool');
    expect(chosen([all])).toBe('all');
  });

  test('is the one that names the customer, and never one that names others', () => {
    const named = (id: string, clients: CandidateTeam['clients']) =>
      team(id, { kind: 'CLIENT_TEAM', clients });
    expect(chosen([...both, named('theirs', 'THIS_ONE')])).toBe('theirs');
    expect(chosen([named('others', 'OTHERS'), team('pool')])).toBe('pool');
  });

  test('is the first by id of equals, and nobody without teams', () => {
    expect(chosen([team('b'), team('a')], { volume: 'LOW' })).toBe('a');
    expect(chosen([])).toBeNull();
  });
});
