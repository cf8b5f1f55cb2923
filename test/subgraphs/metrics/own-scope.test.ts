import { describe, expect, test } from '@jest/globals';

import { ownScope } from '../../../subgraphs/metrics/own-scope.ts';
import { readScope } from '../../../subgraphs/metrics/read-scope.ts';

const PERIOD = { from: '2026-01-01', to: '2026-01-31' };
const caller = (division: string | null, scopes: readonly string[] = ['kpi:read']) => ({
  ...{ subject: 'u1', roles: [], teams: [], purpose: null },
  ...{ division, scopes },
});

describe('figures', () => {
  const now = new Date('2026-02-01T00:00:00Z');
  const group = readScope(PERIOD, now);
  const banking = readScope({ ...PERIOD, division: 'banking' }, now);
  const byDivision = readScope({ ...PERIOD, groupBy: ['DIVISION'] }, now);
  const whole = ['kpi:read', 'kpi:group'];

  test("are anybody's for the center and for those who serve every division", () => {
    for (const who of [caller(null), caller('lending', ['division:every'])])
      for (const scope of [group, banking, byDivision]) expect(ownScope(scope, who)).toBe(scope);
  });

  test('of one division are its own', () => {
    expect(ownScope(banking, caller('banking')).division).toBe('banking');
    expect(ownScope(group, caller('banking')).division).toBe('banking');
    expect(ownScope(byDivision, caller('banking')).division).toBe('banking');
    expect(() => ownScope(banking, caller('lending'))).toThrow(
      'This is for another division to do.',
    );
  });

  test('of the whole group are for those who may see them, and not split by division', () => {
    expect(ownScope(group, caller('lending', whole)).division).toBeNull();
    expect(ownScope(byDivision, caller('lending', whole)).division).toBe('lending');
    expect(() => ownScope(banking, caller('lending', whole))).toThrow();
  });
});
