import { describe, expect, test } from '@jest/globals';

import { gatewayError } from '../../../gateway/errors.ts';
import { isAllowedOrigin } from '../../../gateway/subscriptions/allowed-origin.ts';
import { mayConcern, visibleResult } from '../../../gateway/subscriptions/visible-result.ts';

const caller = (division: string | null, scopes: readonly string[] = []) => {
  return { subject: 'u', roles: [], scopes, division, purpose: null, expiresAt: 0 };
};
const event = (division: string | null) => {
  return { room: 'service', field: 'caseChanged', key: '1', division };
};

describe('an event concerns', () => {
  test.each([
    { who: 'the shared center', own: null, of: 'banking', may: true },
    { who: 'who serves all', own: 'lending', scopes: ['division:every'], of: 'banking', may: true },
    { who: 'its own division', own: 'banking', of: 'banking', may: true },
    { who: 'no other division', own: 'lending', of: 'banking', may: false },
    { who: 'no division when it is of none', own: 'lending', of: null, may: false },
  ])('$who', ({ own, scopes = [], of, may }) => {
    expect(mayConcern(caller(own, scopes), event(of))).toBe(may);
  });
});

describe('an answer is shown', () => {
  const forbidden = gatewayError('FIELD_FORBIDDEN', ['c.x']);
  const down = gatewayError('SUBGRAPH_UNAVAILABLE', ['service']);

  test('where there is an object, with what was withheld of it', () => {
    const result = { data: { c: { x: null } }, errors: [forbidden] };
    expect(visibleResult(result, 'c')).toEqual(result);
  });

  test('not where there is none, whatever was withheld of it', () => {
    expect(visibleResult({ data: { c: null } }, 'c')).toBeNull();
    expect(visibleResult({ data: null, errors: [forbidden] }, 'c')).toBeNull();
  });

  test('where the gateway could not find out', () => {
    const result = { data: { c: null }, errors: [down] };
    expect(visibleResult(result, 'c')).toEqual(result);
    expect(visibleResult({ errors: [down] }, 'c')).toEqual({ errors: [down] });
  });
});

describe('a WebSocket may be opened by', () => {
  test.each([
    ['a program', undefined, true],
    ["a page of the gateway's own host", 'https://graph.example', true],
    ['a page that may ask', 'https://desk.example', true],
    ['no other page', 'https://elsewhere.example', false],
    ['no page without an address', 'null', false],
  ])('%s', (_who, origin, may) => {
    const headers = { host: 'graph.example', ...(origin === undefined ? {} : { origin }) };
    expect(isAllowedOrigin(headers, ['https://desk.example'])).toBe(may);
  });
});
