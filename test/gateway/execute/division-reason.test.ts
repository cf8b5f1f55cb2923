import { describe, expect, test } from '@jest/globals';

import { divisionReason } from '../../../gateway/execute/division-reason.ts';

const caller = (scopes: readonly string[]) => ({
  ...{ subject: 'u1', roles: [], scopes, division: null, teams: [], purpose: null },
  expiresAt: 4_102_444_800,
});
const owner = { division: 'people', steward: 'registry', contact: null };
const said = { code: 'FORBIDDEN', rule: 'scope:name', owner };

describe('why a room refused a request', () => {
  test('is for callers with the scope for it, and without what else the room says', () => {
    const more = { ...said, owner: { ...owner, phone: '1' }, sql: 'select' };
    expect(divisionReason(more, caller(['access:reasons']))).toEqual({ rule: 'scope:name', owner });
    expect(divisionReason({ ...said, owner: null }, caller(['access:reasons']))).toEqual({
      rule: 'scope:name',
      owner: null,
    });
  });

  test('is for nobody else, whatever the room says', () => {
    expect(divisionReason(said, caller(['customer:read']))).toEqual({});
    expect(divisionReason(said, null)).toEqual({});
  });

  test.each([
    ['where nothing is said', undefined],
    ['where it is about something else', { ...said, code: 'CONFLICT' }],
    ['without a rule', { code: 'FORBIDDEN', owner }],
    ['with a rule that is no text', { ...said, rule: { a: 1 } }],
    ['with a rule without end', { ...said, rule: 'a'.repeat(2_000) }],
    ['with an owner of another form', { ...said, owner: 'me' }],
  ])('is left out %s', (_, extensions) => {
    expect(divisionReason(extensions, caller(['access:reasons']))).toEqual({});
  });
});
