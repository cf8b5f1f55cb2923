import { describe, expect, test } from '@jest/globals';

import { readScope } from '../../../subgraphs/metrics/read-scope.ts';

const PERIOD = { from: '2026-01-01', to: '2026-01-31' };

describe('a case type to filter by', () => {
  test('is taken when cases have it', () => {
    expect(readScope({ ...PERIOD, filter: { caseType: 'REQUEST' } }).caseType).toBe('REQUEST');
    expect(readScope({ ...PERIOD, filter: {} }).caseType).toBeNull();
  });

  test.each(['complaint', 'WISH', ''])('is refused when none has it: %j', (caseType) => {
    expect(() => readScope({ ...PERIOD, filter: { caseType } })).toThrow(
      `Argument "filter.caseType" must be one of COMPLAINT, INCIDENT, QUESTION, REFERRAL, REQUEST, but got: ${JSON.stringify(caseType)}.`,
    );
  });
});
