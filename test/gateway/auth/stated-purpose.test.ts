import { describe, expect, test } from '@jest/globals';

import { withStatedPurpose } from '../../../gateway/auth/stated-purpose.ts';

const holder = Object.freeze({
  ...{ subject: 'u1', roles: [], scopes: [], division: null, teams: [] },
  expiresAt: 4_102_444_800,
  ...{ purpose: null, purposes: ['fraud', 'service'] },
});

describe('the purpose of a request', () => {
  test('is one of those that the token allows', () => {
    expect(withStatedPurpose(holder, 'fraud')).toMatchObject({ purpose: 'fraud', subject: 'u1' });
    expect(withStatedPurpose(holder, 'fraud')).not.toHaveProperty('purposes');
  });

  test("is the token's own where none is stated", () => {
    expect(withStatedPurpose(holder, undefined)).toBe(holder);
    const fixed = { ...holder, purpose: 'service' };
    expect(withStatedPurpose(fixed, undefined).purpose).toBe('service');
    expect(withStatedPurpose(fixed, 'service').purpose).toBe('service');
    expect(withStatedPurpose(fixed, 'fraud').purpose).toBe('fraud');
  });

  test.each(['marketing', '', 'FRAUD', 'fraud, service', 'toString', ['fraud']])(
    '78. is refused when the token does not allow it: %j',
    (stated) => {
      expect(() => withStatedPurpose(holder, stated)).toThrow(
        expect.objectContaining({ extensions: { code: 'PURPOSE_NOT_ALLOWED' } }),
      );
    },
  );
});
