import { describe, expect, test } from '@jest/globals';

import { errorCatalogue, errorTable, gatewayError } from '../../gateway/errors.ts';

describe('the error catalogue', () => {
  test('makes an error with its code and wording', () => {
    const error = gatewayError('OPERATION_TOO_LARGE', ['aliases', 100, 101]);
    expect(error.message).toBe('Operation must have at most 100 aliases, but got: 101.');
    expect(error.extensions).toEqual({ code: 'OPERATION_TOO_LARGE' });
  });

  test('looks for where an error is from only when nothing else says it', () => {
    const before = Error.stackTraceLimit;
    expect(gatewayError('FIELD_FORBIDDEN', ['a']).stack).not.toContain('errors.test.ts');
    expect(gatewayError('INTERNAL_SERVER_ERROR', []).stack).toContain('errors.test.ts');
    expect(Error.stackTraceLimit).toBe(before);
  });

  test('prints one row a code, sorted', () => {
    const rows = errorTable().split('\n').slice(2);
    expect(rows.map((row) => row.split('`')[1])).toEqual(Object.keys(errorCatalogue).sort());
    expect(errorTable()).toContain('| `UNAUTHENTICATED` | 401 | ');
  });

  test('tells of every code what it means and what to do', () => {
    for (const { meaning, remedy } of Object.values(errorCatalogue)) {
      expect(meaning).toMatch(/\.$/);
      expect(remedy).toMatch(/\.$/);
    }
  });
});
