import { describe, expect, test } from '@jest/globals';
import { readRetentionPolicy } from '../../../../subgraphs/governance/ledger/retention.ts';

describe('readRetentionPolicy', () => {
  test('reads levels with days', () => {
    expect([...readRetentionPolicy('CONFIDENTIAL=730, RESTRICTED = 3650')]).toEqual([
      ['CONFIDENTIAL', 730],
      ['RESTRICTED', 3650],
    ]);
    expect(readRetentionPolicy(undefined).size).toBe(0);
  });

  test.each(['SECRET=1', 'RESTRICTED', 'RESTRICTED=0', 'RESTRICTED=-1', 'RESTRICTED=1.5'])(
    'refuses %s',
    (text) => {
      expect(() => readRetentionPolicy(text)).toThrow('LEDGER_RETENTION must be levels with days');
    },
  );
});
