import { describe, expect, test } from '@jest/globals';
import { checkOwnDivision } from '../../../subgraphs/kit/own-division.ts';

const check = (own: string | null, divisions: readonly (string | null)[]) => () =>
  checkOwnDivision({ division: own }, divisions);

describe('a caller of a division', () => {
  test('acts for it', () => {
    expect(check('banking', ['banking', 'banking'])).not.toThrow();
    expect(check('banking', [])).not.toThrow();
  });

  test.each([[['lending']], [['banking', 'lending']], [['Banking']], [['']], [[null]]])(
    'does not act for %j',
    (divisions) => {
      expect(check('banking', divisions)).toThrow(
        expect.objectContaining({ extensions: { code: 'FORBIDDEN' } }),
      );
    },
  );
});

test('the shared center acts for every division', () => {
  expect(check(null, ['banking', 'lending', null])).not.toThrow();
});
