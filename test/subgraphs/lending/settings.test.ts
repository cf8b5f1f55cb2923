import { describe, expect, test } from '@jest/globals';
import { readLendingSettings } from '../../../subgraphs/lending/settings.ts';

describe('the settings of lending', () => {
  test('are all named when they are at fault', () => {
    const read = () =>
      readLendingSettings({ LOAN_SERVICING_URL: 'ftp://x', LENDING_POLL_MS: 'now' });
    expect(read).toThrow(/LOAN_SERVICING_URL[^]*LOAN_SERVICING_API_KEY[^]*LENDING_POLL_MS/);
  });

  test('have defaults well below what the gateway waits', () => {
    const settings = readLendingSettings({
      LOAN_SERVICING_URL: 'http://127.0.0.1:4110',
      LOAN_SERVICING_API_KEY: 'k',
    });
    expect(settings).toMatchObject({ timeoutMilliseconds: 3_000, pollMilliseconds: 1_000 });
  });
});
