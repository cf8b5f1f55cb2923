import { describe, expect, test } from '@jest/globals';
import { readLoanServicingConfig } from '../../../../subgraphs/lending/loan-servicing/environment.ts';

describe('the environment', () => {
  test('needs a key, and has a default for everything else', () => {
    const config = readLoanServicingConfig({ LOAN_SERVICING_API_KEY: '0123456789abcdef' });
    expect(config).toMatchObject({
      port: 4110,
      directory: '.data/loan-servicing',
      faults: { delayMs: 0, failRate: 0, status: 503 },
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  test('names every variable at fault at once', () => {
    const read = () =>
      readLoanServicingConfig({ LOAN_SERVICING_PORT: '70000', LOAN_SERVICING_FAIL_RATE: 'often' });
    expect(read).toThrow(/PORT[^]*API_KEY[^]*FAIL_RATE/);
  });
});
