import { describe, expect, test } from '@jest/globals';
import { applyRule, columnsOf, meets, RowFault } from '../../../cli/import/apply-rule.ts';
import type { ValueRule } from '../../../cli/import/value-rule.ts';

const row = {
  id: '1925.0',
  long: '00012345678901234567890.00',
  name: '  Ada ',
  nothing: '   ',
  day: '1/31/2026',
  hour: '7',
  score: '4.5',
  time: '0:01:30',
  sex: 'Female',
  marker: 'N/A',
  yes: 'True',
  no: '0',
};

const apply = (rule: ValueRule) => applyRule(rule, row, 'hash-of-row');

describe('a rule', () => {
  test.each<[string, ValueRule, unknown]>([
    ['a column gives its text without the spaces round it', { column: 'name' }, 'Ada'],
    ['a blank column gives nothing', { column: 'nothing' }, undefined],
    ['a column that is not there gives nothing', { column: 'other' }, undefined],
    ['a template gives its text with the columns', { template: '{day} {hour} h' }, '1/31/2026 7 h'],
    [
      'a template of nothing but blanks gives nothing',
      { template: '{nothing} {other}' },
      undefined,
    ],
    ['a constant gives itself', { value: false }, false],
    ['a hash gives that of the row', { rowHash: true }, 'hash-of-row'],
    ['a text that means nothing gives nothing', { column: 'marker', empty: ['N/A'] }, undefined],
    [
      'a text that means nothing gives the default',
      { column: 'marker', empty: ['N/A'], default: 'none' },
      'none',
    ],
    ['a blank column gives the default as it is', { column: 'nothing', default: 3, pad: 5 }, 3],
    [
      'a map gives another value for texts that it does not list',
      { column: 'marker', map: { Female: 'FEMALE' }, otherwise: 'OTHER' },
      'OTHER',
    ],
    ['a word for yes gives true', { column: 'yes', boolean: true }, true],
    ['a word for no gives false', { column: 'no', boolean: true }, false],
    [
      'a time on a wall gives an instant',
      { column: 'day', dateTime: ['ISO', 'M/D/YYYY'], zone: 'Asia/Tokyo' },
      '2026-01-30T15:00:00.000Z',
    ],
    [
      'a condition may list what does not meet it',
      { column: 'name', when: { column: 'marker', notIn: ['N/A'] } },
      undefined,
    ],
    ['a map gives the value of a text', { column: 'sex', map: { Female: 'FEMALE' } }, 'FEMALE'],
    ['a map may give false', { column: 'sex', map: { Female: false } }, false],
    ['a date is ISO', { column: 'day', date: 'M/D/YYYY' }, '2026-01-31'],
    [
      'a date and time is an instant',
      { template: '{day} {hour}', dateTime: 'M/D/YYYY H' },
      '2026-01-31T07:00:00.000Z',
    ],
    ['a duration is in seconds', { column: 'time', duration: true }, 90],
    ['a number is a number', { column: 'score', number: true }, 4.5],
    ['a whole number loses its fraction of zeros', { column: 'id', integer: true }, '1925'],
    ['a whole number keeps every digit', { column: 'long', integer: true }, '12345678901234567890'],
    [
      'a number is padded before its prefix',
      { column: 'id', integer: true, pad: 8, prefix: 'C' },
      'C00001925',
    ],
    ['a text longer than its padding stays', { column: 'name', pad: 2 }, 'Ada'],
  ])('%s', (_name, rule, expected) => {
    expect(apply(rule)).toBe(expected);
  });

  const when = { column: 'sex', in: ['Male', 'Female'] };

  test('gives nothing in a row that does not meet its condition', () => {
    expect(apply({ column: 'name', when })).toBe('Ada');
    expect(apply({ column: 'name', when: { ...when, in: ['Male'] } })).toBeUndefined();
    expect(apply({ value: 1, when: { column: 'other', in: ['x'] }, default: 2 })).toBeUndefined();
  });

  test.each<[ValueRule, string]>([
    [
      { column: 'sex', map: { Male: 'MALE' } },
      'Column "sex": expected one of Male, but got: "Female".',
    ],
    [
      { column: 'day', date: 'YYYY-MM-DD' },
      'Column "day": expected a date as YYYY-MM-DD, but got: "1/31/2026".',
    ],
    [
      { template: '{day} x', dateTime: 'M/D/YYYY' },
      '"{day} x": expected a date as M/D/YYYY, but got: "1/31/2026 x".',
    ],
    [
      { column: 'name', duration: true },
      'Column "name": expected a duration as H:MM:SS or seconds, but got: "Ada".',
    ],
    [{ column: 'name', number: true }, 'Column "name": expected a number, but got: "Ada".'],
    [
      { column: 'score', integer: true },
      'Column "score": expected a whole number, but got: "4.5".',
    ],
  ])('%j rejects the row and says why', (rule, message) => {
    expect(() => apply(rule)).toThrow(new RowFault(message));
  });

  test('does not take for a listed text what every object has', () => {
    const rule = { column: 'c', map: { a: 1 } };
    for (const text of ['constructor', '__proto__', 'toString']) {
      expect(() => applyRule(rule, { c: text }, '')).toThrow(RowFault);
    }
  });
});

describe('a number', () => {
  const read = (text: string) => applyRule({ column: 'n', number: true }, { n: text }, '');

  test.each([
    ['1', 1],
    ['-1.5', -1.5],
    ['+2', 2],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1_000],
    ['1925.0', 1_925],
  ])('%s is %d', (text, number) => {
    expect(read(text)).toBe(number);
  });

  test.each(['0x10', '0b1', '1,5', '1 000', 'NaN', 'Infinity', '-', '.', '1e999', '--1', '1_000'])(
    '%s is none',
    (text) => {
      expect(() => read(text)).toThrow(RowFault);
    },
  );
});

describe('a whole number', () => {
  const read = (text: string) => applyRule({ column: 'n', integer: true }, { n: text }, '');

  test.each([
    ['7', '7'],
    ['007', '7'],
    ['-1.0', '-1'],
    ['9007199254740993', '9007199254740993'],
  ])('%s is %s', (text, whole) => {
    expect(read(text)).toBe(whole);
  });

  test.each(['1.5', '1e3', '0x10', 'x', '-', '9'.repeat(65)])('%s is none', (text) => {
    expect(() => read(text)).toThrow(RowFault);
  });
});

test('a condition is met by one of its texts, spaces round it or not', () => {
  const condition = { column: 'c', in: ['a', ''] };
  expect(meets(undefined, {})).toBe(true);
  expect(meets(condition, { c: ' a ' })).toBe(true);
  expect(meets(condition, { c: 'b' })).toBe(false);
  expect(meets(condition, {})).toBe(true);
});

test('a rule tells the columns that it reads', () => {
  expect(columnsOf({ template: '{a}-{b c}', when: { column: 'd', in: ['x'] } })).toEqual([
    'd',
    'a',
    'b c',
  ]);
  expect(columnsOf({ value: 1 })).toEqual([]);
});
