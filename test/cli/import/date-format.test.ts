import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  faultOfFormat,
  FormatMismatch,
  readDay,
  readDuration,
  readInstant,
  readInstantByAny,
} from '../../../cli/import/date-format.ts';

describe('a date', () => {
  test.each([
    ['2026-01-31', 'YYYY-MM-DD', '2026-01-31'],
    ['31.01.2026', 'DD.MM.YYYY', '2026-01-31'],
    ['1/2/2026', 'M/D/YYYY', '2026-01-02'],
    ['12/31/2026', 'M/D/YYYY', '2026-12-31'],
    ['1/2/2026', 'D/M/YYYY', '2026-02-01'],
    ['20260131', 'YYYYMMDD', '2026-01-31'],
    [' 2026-01-31 ', 'YYYY-MM-DD', '2026-01-31'],
    ['29.02.2024', 'DD.MM.YYYY', '2024-02-29'],
    ['0100-12-31', 'YYYY-MM-DD', '0100-12-31'],
    ['(2026) [01] {31}', '(YYYY) [MM] {DD}', '2026-01-31'],
  ])('%s read as %s is %s', (text, format, day) => {
    expect(readDay(text, format)).toBe(day);
  });

  test.each([
    ['2026-02-29', 'YYYY-MM-DD'],
    ['2026-02-30', 'YYYY-MM-DD'],
    ['2026-04-31', 'YYYY-MM-DD'],
    ['2026-13-01', 'YYYY-MM-DD'],
    ['2026-00-10', 'YYYY-MM-DD'],
    ['2026-01-00', 'YYYY-MM-DD'],
    ['13/1/2026', 'M/D/YYYY'],
    ['2026-1-1', 'YYYY-MM-DD'],
    ['26-01-01', 'YYYY-MM-DD'],
    ['0026-01-01', 'YYYY-MM-DD'],
    ['0000-01-01', 'YYYY-MM-DD'],
    ['2026-01-01x', 'YYYY-MM-DD'],
    ['x2026-01-01', 'YYYY-MM-DD'],
    ['2026-01-01\n2026-01-02', 'YYYY-MM-DD'],
    ['2026.01.01', 'YYYY-MM-DD'],
    ['2026x01x01', 'YYYY.MM.DD'],
    ['٢٠٢٦-٠١-٠١', 'YYYY-MM-DD'],
    ['', 'YYYY-MM-DD'],
    ['-001-01-01', 'YYYY-MM-DD'],
  ])('%j is refused by %s', (text, format) => {
    expect(() => readDay(text, format)).toThrow(
      new FormatMismatch(`expected a date as ${format}, but got: "${text}"`),
    );
  });

  test('that was written by a format is read by it again', () => {
    const day = fc.date({
      min: new Date('0100-01-01'),
      max: new Date('9999-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(day, (date) => {
        const [iso] = date.toISOString().split('T');
        const [year = '', month = '', dayOfMonth = ''] = iso?.split('-') ?? [];
        expect(readDay(`${Number(dayOfMonth)}.${Number(month)}.${year}`, 'D.M.YYYY')).toBe(iso);
        expect(readDay(`${dayOfMonth}${month}${year}`, 'DDMMYYYY')).toBe(iso);
      }),
    );
  });

  test('of any text is read or refused, never anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, format) => {
        try {
          expect(readInstant(text, format)).toBeInstanceOf(Date);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatMismatch);
        }
      }),
    );
  });
});

describe('an instant', () => {
  test.each([
    ['2026-01-31 7', 'YYYY-MM-DD H', '2026-01-31T07:00:00.000Z'],
    ['2026-01-31 07:05:09', 'YYYY-MM-DD HH:mm:ss', '2026-01-31T07:05:09.000Z'],
    ['2026-01-31 7:05:09', 'YYYY-MM-DD H:mm:ss', '2026-01-31T07:05:09.000Z'],
    ['20260131T235959Z', 'YYYYMMDDTHHmmssZ', '2026-01-31T23:59:59.000Z'],
    ['31-01-2026', 'DD-MM-YYYY', '2026-01-31T00:00:00.000Z'],
    ['2010-03-31T15:59:42+01:00', 'YYYY-MM-DDTHH:mm:ssZ', '2010-03-31T14:59:42.000Z'],
    ['2010-03-31 15:59:42-0530', 'YYYY-MM-DD HH:mm:ssZ', '2010-03-31T21:29:42.000Z'],
    ['2010-03-31 15:59:42.5 +01', 'YYYY-MM-DD HH:mm:ss.SSS Z', '2010-03-31T14:59:42.500Z'],
    ['1-feb-26 12:05:09 am', 'D-MMM-YY hh:mm:ss A', '2026-02-01T00:05:09.000Z'],
    ['February 1, 1999 9:05 PM', 'MMMM D, YYYY h:mm A', '1999-02-01T21:05:00.000Z'],
    ['2010-03-31T15:59:42.123456+02:00', 'ISO', '2010-03-31T13:59:42.123Z'],
    ['2010-03-31 15:59', 'ISO', '2010-03-31T15:59:00.000Z'],
    ['2010-03-31', 'ISO', '2010-03-31T00:00:00.000Z'],
    ['1270047582', 'UNIX', '2010-03-31T14:59:42.000Z'],
    ['1270047582123', 'UNIX_MS', '2010-03-31T14:59:42.123Z'],
  ])('%s read as %s is %s', (text, format, instant) => {
    expect(readInstant(text, format).toISOString()).toBe(instant);
  });

  test.each([
    // Winter and summer; the hour that summer time skips; the one that comes twice, which is its first.
    ['2026-01-31 12:00', '2026-01-31T11:00:00.000Z'],
    ['2026-07-31 12:00', '2026-07-31T10:00:00.000Z'],
    ['2026-03-29 01:59', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29 02:30', '2026-03-29T01:30:00.000Z'],
    ['2026-03-29 03:00', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25 02:30', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25 03:00', '2026-10-25T02:00:00.000Z'],
    ['2026-07-31 12:00+00:00', '2026-07-31T12:00:00.000Z'],
  ])('%s on a wall in Stockholm is %s', (text, instant) => {
    expect(readInstant(text, 'ISO', 'Europe/Stockholm').toISOString()).toBe(instant);
  });

  test('is read by the first of several formats that fits', () => {
    const formats = ['D/M/YYYY H:mm', 'ISO'];
    expect(readInstantByAny('1/2/2026 7:05', formats).toISOString()).toBe(
      '2026-02-01T07:05:00.000Z',
    );
    expect(readInstantByAny('2026-02-01', formats).toISOString()).toBe('2026-02-01T00:00:00.000Z');
    expect(() => readInstantByAny('soon', formats)).toThrow(
      new FormatMismatch('expected a date as D/M/YYYY H:mm or ISO, but got: "soon"'),
    );
  });

  test.each([
    ['2010-03-31T15:59:42+24:00', 'ISO'],
    ['2010-02-30T15:59:42Z', 'ISO'],
    ['2010-03-31T15:59:42Z ago', 'ISO'],
    ['13:05 PM 1/2/2026', 'hh:mm A D/M/YYYY'],
    ['1 Foo 2026', 'D MMM YYYY'],
    ['soon', 'UNIX'],
    ['999999999999999', 'UNIX_MS'],
  ])('%s is refused by %s', (text, format) => {
    expect(() => readInstant(text, format)).toThrow(FormatMismatch);
  });

  test.each(['2026-01-31 24:00:00', '2026-01-31 23:60:00', '2026-01-31 23:00:60'])(
    '%s is refused',
    (text) => {
      expect(() => readInstant(text, 'YYYY-MM-DD HH:mm:ss')).toThrow(FormatMismatch);
    },
  );
});

describe('a duration', () => {
  test.each([
    ['0', 0],
    ['90', 90],
    ['90.5', 90.5],
    ['1:30', 90],
    ['0:01:30', 90],
    ['12:34:56', 45_296],
    ['100:00:00', 360_000],
    ['90:00', 5_400],
    ['00:01:30.25', 90.25],
    [' 1:30 ', 90],
  ])('%s is %d seconds', (text, seconds) => {
    expect(readDuration(text)).toBe(seconds);
  });

  test.each([
    '',
    '-5',
    '1:-5',
    'abc',
    '1:2:3:4',
    '1::2',
    ':30',
    '1:',
    '1:75',
    '1:75:00',
    '0:00:60',
    '1.5:00',
    '1e3',
    '0x10',
    'Infinity',
    'NaN',
    '9'.repeat(400),
  ])('%j is none', (text) => {
    expect(() => readDuration(text)).toThrow(
      new FormatMismatch(`expected a duration as H:MM:SS or seconds, but got: "${text}"`),
    );
  });
});

describe("a date's format", () => {
  test.each([
    'YYYY-MM-DD',
    'M/D/YYYY',
    'DDMMYYYY',
    'YYYY-MM-DD HH:mm:ss',
    'D. M. YYYY H',
    'D-MMM-YY',
    'ISO',
    'UNIX',
  ])('%s is one', (format) => {
    expect(faultOfFormat(format)).toBeNull();
  });

  test.each([
    '',
    'YYYY',
    'MM/DD',
    'dd.mm.yyyy',
    'YYYY-MM-DD YYYY',
    'HH:mm',
    'hh:mm D/M/YYYY',
    'HH:mm A D/M/YYYY',
    'ISO 8601',
    'YYYY-MM-D-DD',
  ])('%j is none', (format) => {
    expect(faultOfFormat(format)).toContain(`but got: "${format}"`);
  });
});
