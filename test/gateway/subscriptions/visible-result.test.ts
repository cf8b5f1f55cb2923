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
    ['the shared center', null, [], 'banking', true],
    ['who serves every division', 'lending', ['division:every'], 'banking', true],
    ['its own division', 'banking', [], 'banking', true],
    ['no other division', 'lending', [], 'banking', false],
    ['no division when it is of none', 'lending', [], null, false],
  ])('%s', (_who, own, scopes, division, may) => {
    expect(mayConcern(caller(own, scopes), event(division))).toBe(may);
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
