import { describe, expect, test } from '@jest/globals';
import { readRoleScopes, scopesOf } from '../../../gateway/auth/role-scopes.ts';

describe('scopesOf', () => {
  const roleScopes = new Map([
    ['agent', ['customer:read', 'service:read']],
    ['steward', ['customer:read', 'division:own', 'finance:read']],
  ]);
  const nobody = { roles: [], own: [], division: null };

  test('is what roles and token grant, each once and sorted', () => {
    const claims = { roles: ['agent', 'unknown'], own: ['service:read', 'a'], division: null };
    expect(scopesOf(claims, roleScopes)).toEqual(['a', 'customer:read', 'service:read']);
  });

  test('grants nothing for the role of a division without a division', () => {
    expect(scopesOf({ ...nobody, roles: ['steward'] }, roleScopes)).toEqual([]);
    const both = { ...nobody, roles: ['agent', 'steward'] };
    expect(scopesOf(both, roleScopes)).toEqual(['customer:read', 'service:read']);
    expect(scopesOf({ ...both, division: 'banking' }, roleScopes)).toContain('finance:read');
  });

  test('knows stewards and presidents as roles of one division', () => {
    const ofDivisions = [...readRoleScopes()].filter(([, own]) => own.includes('division:own'));
    expect(ofDivisions.map(([role]) => role)).toEqual(['steward', 'president']);
  });
});
