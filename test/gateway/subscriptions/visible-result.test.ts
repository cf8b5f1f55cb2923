import { describe, expect, test } from '@jest/globals';

import { gatewayError } from '../../../gateway/errors.ts';
import { isAllowedOrigin } from '../../../gateway/subscriptions/allowed-origin.ts';
import {
  mayConcern,
  mayHearOfFailure,
  visibleResult,
} from '../../../gateway/subscriptions/visible-result.ts';

const caller = (division: string | null, scopes: readonly string[] = []) => {
  return { subject: 'u', roles: [], scopes, division, teams: [], purpose: null, expiresAt: 0 };
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
  const shown = { responseKey: 'c', tellsFailure: true };

  test('where there is an object, with what was withheld of it', () => {
    const result = { data: { c: { x: null } }, errors: [forbidden] };
    expect(visibleResult(result, shown)).toEqual(result);
  });

  test('not where there is none, whatever was withheld of it', () => {
    expect(visibleResult({ data: { c: null } }, shown)).toBeNull();
    expect(visibleResult({ data: null, errors: [forbidden] }, shown)).toBeNull();
  });

  test('where the gateway could not find out', () => {
    const result = { data: { c: null }, errors: [down] };
    expect(visibleResult(result, shown)).toEqual(result);
    expect(visibleResult({ errors: [down] }, shown)).toEqual({ errors: [down] });
  });

  test('not where it could not find out for who may not know that there is an object', () => {
    const untold = { ...shown, tellsFailure: false };
    expect(visibleResult({ data: { c: null }, errors: [down] }, untold)).toBeNull();
    expect(visibleResult({ errors: [down] }, untold)).toBeNull();
    const partly = { data: { c: { x: null } }, errors: [down] };
    expect(visibleResult(partly, untold)).toEqual(partly);
    expect(mayHearOfFailure(caller(null, ['team:own']))).toBe(false);
    expect([null, caller(null), caller('banking')].every(mayHearOfFailure)).toBe(true);
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
