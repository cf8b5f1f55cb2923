import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import {
  NO_MATCH,
  scanInt,
  scanList,
  scanNumber,
  scanOneOf,
  scanString,
  scanText,
} from '../../../../gateway/execute/native/json-scanners.ts';
import type { Scanner } from '../../../../gateway/execute/native/json-scanners.ts';

/** What of the text was recognised; null for nothing. */
function found(scan: Scanner, json: string): string | null {
  const bytes = Buffer.from(`[${json}`);
  const end = scan(bytes, 1);
  return end === NO_MATCH ? null : bytes.toString('utf8', 1, end);
}

describe('scanString', () => {
  test('finds the end of any string that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), fc.string(), (text, rest) => {
        const json = JSON.stringify(text);
        expect(found(scanString, json + rest)).toBe(json);
      }),
    );
  });

  test('takes nothing that JSON.parse does not take', () => {
    const piece = fc.constantFrom('"', '\\', 'u', 'n', '0', 'aF', '\n', '\u0000', 'é', '/', 'x');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const json = found(scanString, `"${pieces.join('')}`);
        if (json !== null) expect(typeof JSON.parse(json)).toBe('string');
      }),
      { numRuns: 2_000 },
    );
  });

  test.each(['"\\ud83d\\ude00"', '"\\/"', '"\\u00E9"', '""'])('takes %s', (json) => {
    expect(found(scanString, json)).toBe(json);
  });

  test.each(['', '"', '"a', '"\\', '"\\"', '"\\x"', '"\\u12"', '"\\u12', '"\t"', "'a'", 'a'])(
    'takes nothing of %j',
    (json) => {
      expect(found(scanString, json)).toBeNull();
    },
  );
});

describe('scanInt', () => {
  test('takes every whole number of 32 bits', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(found(scanInt, `${value},`)).toBe(String(value));
      }),
    );
  });

  test.each(['2147483648', '-2147483649', '99999999999', '01', '-0', '-', '', '+1', '"1"'])(
    'takes nothing of %j',
    (json) => {
      expect(found(scanInt, json)).toBeNull();
    },
  );

  test.each(['2147483647', '-2147483648', '0'])('takes %s', (json) => {
    expect(found(scanInt, json)).toBe(json);
  });
});

describe('scanNumber', () => {
  test('takes every finite number that is written without an exponent', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const json = JSON.stringify(value);
        fc.pre(!json.includes('e'));
        expect(found(scanNumber, `${json}]`)).toBe(json);
      }),
    );
  });

  test('takes nothing that JSON.parse does not take, and no zero with a sign', () => {
    const piece = fc.constantFrom('0', '1', '9', '.', '-', '00', 'e');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const json = found(scanNumber, pieces.join(''));
        if (json === null) return;
        const value: unknown = JSON.parse(json);
        expect(Number.isFinite(value) && !Object.is(value, -0)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each(['-0', '-0.00', '.5', '1.', '-', '01.5', `1${'0'.repeat(64)}`])(
    'takes nothing of %s',
    (json) => {
      expect(found(scanNumber, json)).toBeNull();
    },
  );

  test('takes a fraction below zero', () => {
    expect(found(scanNumber, '-0.50')).toBe('-0.50');
  });
});

describe('scanList', () => {
  const scan = scanList(scanOneOf([scanInt, scanText('null')]));

  test.each(['[]', '[1]', '[1,null,3]'])('takes %s', (json) => {
    expect(found(scan, `${json},`)).toBe(json);
  });

  test.each(['[', '[1', '[1,', '[1,]', '[,1]', '[1 ,2]', '[ ]', '{}', '[true]', '[1}'])(
    'takes nothing of %s',
    (json) => {
      expect(found(scan, json)).toBeNull();
    },
  );
});
