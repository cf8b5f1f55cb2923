import { describe, expect, test } from '@jest/globals';

import { readScope } from '../../../subgraphs/metrics/read-scope.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const PERIOD = { from: '2026-01-01', to: '2026-01-31' };

describe('a case type to filter by', () => {
  test('is taken when cases have it', () => {
    expect(readScope({ ...PERIOD, filter: { caseType: 'REQUEST' } }, NOW).caseType).toBe('REQUEST');
    expect(readScope({ ...PERIOD, filter: {} }, NOW).caseType).toBeNull();
  });

  test.each(['complaint', 'WISH', ''])('is refused when none has it: %j', (caseType) => {
    expect(() => readScope({ ...PERIOD, filter: { caseType } }, NOW)).toThrow(
      `Argument "filter.caseType" must be one of COMPLAINT, INCIDENT, QUESTION, REFERRAL, REQUEST, but got: ${JSON.stringify(caseType)}.`,
    );
  });
});

describe('the parts of a period', () => {
  const windows = (groupBy: readonly ('MONTH' | 'DAY')[]) =>
    readScope({ from: '2026-01-30', to: '2026-02-01', groupBy }, NOW).windows.map(
      ({ month, day, start, end }) => [month, day, start.toISOString(), end.toISOString()],
    );
  const [first, second, third, end] = ['01-30', '01-31', '02-01', '02-02'].map(
    (day) => `2026-${day}T00:00:00.000Z`,
  );

  test('are months cut to it, days, or the whole', () => {
    expect(windows([])).toEqual([[null, null, first, end]]);
    expect(windows(['MONTH'])).toEqual([
      ['2026-01', null, first, third],
      ['2026-02', null, third, end],
    ]);
    expect(windows(['DAY', 'MONTH'])).toEqual([
      ['2026-01', '2026-01-30', first, second],
      ['2026-01', '2026-01-31', second, third],
      ['2026-02', '2026-02-01', third, end],
    ]);
  });
});
