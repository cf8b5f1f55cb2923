import { describe, expect, test } from '@jest/globals';

import { openGlass, readBreakGlass } from '../../../gateway/auth/break-glass.ts';
import { callerKey } from '../../../gateway/auth/caller-key.ts';
import type { Caller } from '../../../gateway/auth/caller.ts';
import { readEmergencyScopes, readRoleScopes } from '../../../gateway/auth/role-scopes.ts';

const NOW = new Date('2026-01-01T12:00:00Z');
const rules = {
  opens: new Map([['agent', ['pii:identifier', 'customer:read']]]),
  mostMinutes: 60,
  now: () => NOW,
};
const caller: Caller = {
  ...{
    subject: 'u1',
    roles: ['agent'],
    scopes: ['customer:read'],
    division: null,
    teams: [],
    purpose: null,
  },
  expiresAt: 4_102_444_800,
};
const headers = (reason?: string, until?: string) => ({
  ...(reason === undefined ? {} : { 'x-break-glass-reason': reason }),
  ...(until === undefined ? {} : { 'x-break-glass-until': until }),
});
const REASON = 'The hospital asks who the patient is';
const LATER = '2026-01-01T12:30:00Z';

describe('an emergency', () => {
  test('is declared with a reason and an end', () => {
    expect(readBreakGlass({}, rules)).toBeNull();
    expect(readBreakGlass(headers(REASON, LATER), rules)).toEqual({
      reason: REASON,
      until: new Date(LATER),
    });
    const encoded = readBreakGlass(headers(encodeURIComponent('Notfall in Münster'), LATER), rules);
    expect(encoded?.reason).toBe('Notfall in Münster');
  });

  test.each([
    ['without an end', headers(REASON)],
    ['without a reason', headers(undefined, LATER)],
    ['for no real reason', headers('because', LATER)],
    ['for a reason of blanks', headers(' '.repeat(40), LATER)],
    ['for an endless reason', headers('x'.repeat(501), LATER)],
    ['that is over', headers(REASON, '2026-01-01T12:00:00Z')],
    ['that lasts too long', headers(REASON, '2026-01-01T13:00:01Z')],
    ['until some time', headers(REASON, 'soon')],
    ['until a day', headers(REASON, '2026-01-01')],
    ['until no day', headers(REASON, '2026-13-41T12:30:00Z')],
  ])('is refused %s', (_, given) => {
    expect(() => readBreakGlass(given, rules)).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }),
    );
  });

  test('opens what the roles say, and keeps what was held before', () => {
    const declared = { reason: REASON, until: new Date(LATER) };
    const opened = openGlass(caller, declared, rules);
    expect(opened.scopes).toEqual(['customer:read', 'pii:identifier']);
    expect(opened.breakGlass).toEqual({ ...declared, scopes: ['customer:read'] });
    expect(callerKey(opened)).not.toBe(callerKey({ ...caller, scopes: opened.scopes }));
    const other = openGlass(caller, { ...declared, reason: 'Another reason' }, rules);
    expect(callerKey(other)).not.toBe(callerKey(opened));
  });

  test('opens nothing for a role that has nothing to open', () => {
    const declared = { reason: REASON, until: new Date(LATER) };
    for (const roles of [[], ['analyst'], ['constructor']])
      expect(() => openGlass({ ...caller, roles }, declared, rules)).toThrow(
        expect.objectContaining({ extensions: { code: 'BREAK_GLASS_REFUSED' } }),
      );
  });

  test('opens for the roles of the company only scopes that some role holds', () => {
    const held = new Set([...readRoleScopes().values()].flat());
    const opened = [...readEmergencyScopes().values()].flat();
    expect(opened.length).toBeGreaterThan(0);
    expect(opened.filter((scope) => !held.has(scope))).toEqual([]);
  });
});
