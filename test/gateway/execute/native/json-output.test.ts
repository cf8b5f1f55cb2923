import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { JsonOutput } from '../../../../gateway/execute/native/json-output.ts';

function textOf(output: JsonOutput): string {
  const bytes = Buffer.alloc(output.length);
  output.copyTo(bytes, 0);
  return bytes.toString();
}

function written(value: string, isPlain = false): string {
  const output = new JsonOutput();
  output.begin(isPlain);
  output.string(value);
  return textOf(output);
}

describe('JsonOutput', () => {
  test('writes any string as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (value) => {
        expect(written(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  test.each([
    '',
    '"',
    '\\',
    'a"b\\c',
    '\n',
    '\u0000',
    'é',
    '日本',
    '😀',
    '\ud800',
    'x'.repeat(500),
  ])('writes %j as JSON.stringify does', (value) => {
    expect(written(value)).toBe(JSON.stringify(value));
  });

  test.each(['', 'a', 'é'.repeat(100), '日本'.repeat(70), 'x'.repeat(500)])(
    'writes a plain text as it is: %s',
    (value) => {
      expect(written(value, true)).toBe(`"${value}"`);
    },
  );

  test('closes what has members and what has none', () => {
    const output = new JsonOutput();
    output.closeList(output.length);
    output.raw(Buffer.from(',"a":'));
    output.null();
    output.closeObject(2);
    output.closeObject(output.length);
    expect(textOf(output)).toBe('[]{"a":null}{}');
  });

  test('takes back what is not wanted, and says so', () => {
    const output = new JsonOutput();
    output.word('12');
    const before = output.takenBack;
    output.string('gone');
    output.takeBackTo(2);
    expect(output.takenBack).not.toBe(before);
    output.takeBackTo(2);
    output.word('3');
    expect(textOf(output)).toBe('123');
  });

  test('grows beyond its first buffer, and writes again what it wrote', () => {
    const output = new JsonOutput();
    const long = 'y'.repeat(100_000);
    output.string(long);
    output.again(0, output.length);
    expect(textOf(output)).toBe(`"${long}""${long}"`);
  });

  test('begins anew after it was copied', () => {
    const output = new JsonOutput();
    output.word('1');
    textOf(output);
    output.begin(false);
    output.word('2');
    expect(textOf(output)).toBe('2');
  });
});
