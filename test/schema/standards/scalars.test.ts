import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  GraphQLError,
  graphqlSync,
  GraphQLObjectType,
  GraphQLSchema,
  Kind,
  parseValue,
} from 'graphql';
import type { GraphQLScalarType } from 'graphql';
import { textArgument } from '../../../schema/linked-names.ts';
import { COUNTRY_CODES, CURRENCY_CODES } from '../../../schema/standards/code-lists.ts';
import { standardScalars } from '../../../schema/standards/scalars.ts';
import { standardDefinitions } from '../../../schema/standards/standards-document.ts';

function scalar(name: string): GraphQLScalarType {
  const found = standardScalars[name];
  if (found === undefined) throw new Error(`There is no scalar ${name}.`);
  return found;
}

function messageOf(run: () => unknown): string {
  try {
    return `nothing thrown, but got: ${String(run())}`;
  } catch (error) {
    return error instanceof GraphQLError ? error.message : String(error);
  }
}

/** Values and the normal form of each. */
const GOOD: readonly (readonly [string, unknown, string])[] = [
  ['EmailAddress', 'a.b+c@mail.example.org', 'a.b+c@mail.example.org'],
  ['EmailAddress', "o'neil@example.org", "o'neil@example.org"],
  ['PhoneNumber', '+15055550123', '+15055550123'],
  ['PhoneNumber', '+442079460000', '+442079460000'],
  ['Date', '2024-02-29', '2024-02-29'],
  ['Date', '2000-02-29', '2000-02-29'],
  ['DateTime', '2026-01-31T09:30:00Z', '2026-01-31T09:30:00.000Z'],
  ['DateTime', '2026-01-31t09:30:00.5z', '2026-01-31T09:30:00.500Z'],
  ['DateTime', '2026-01-31T00:30:00.123456789+02:00', '2026-01-30T22:30:00.123Z'],
  ['DateTime', '2026-01-31T23:30:00-23:59', '2026-02-01T23:29:00.000Z'],
  ['CountryCode', 'US', 'US'],
  ['SubdivisionCode', 'US-NM', 'US-NM'],
  ['SubdivisionCode', 'FR-2A', 'FR-2A'],
  ['SubdivisionCode', 'AT-9', 'AT-9'],
  ['CurrencyCode', 'EUR', 'EUR'],
  ['Decimal', '1234.50', '1234.50'],
  ['Decimal', '-0.01', '-0.01'],
  ['Decimal', 3, '3'],
  ['Decimal', '99999999999999999999999999999999.99', '99999999999999999999999999999999.99'],
  ['LanguageTag', 'EN-us', 'en-US'],
  ['LanguageTag', 'zh-hant-tw', 'zh-Hant-TW'],
];

const BAD: readonly (readonly [string, unknown])[] = [
  ['EmailAddress', ''],
  ['EmailAddress', 'a@b@c'],
  ['EmailAddress', 'a@-b.example'],
  ['EmailAddress', 'a@b..example'],
  ['EmailAddress', 'a b@example.org'],
  ['EmailAddress', 'a@example.org\n'],
  ['EmailAddress', 'a@example.org\r\nBcc: b@example.org'],
  ['EmailAddress', `${'a'.repeat(65)}@example.org`],
  ['EmailAddress', `a@${'b.'.repeat(130)}example`],
  ['EmailAddress', `${'a'.repeat(100_000)}@`],
  ['EmailAddress', ['a@example.org']],
  ['PhoneNumber', '5055550123'],
  ['PhoneNumber', '+1 505 555 0123'],
  ['PhoneNumber', '+1505555'],
  ['PhoneNumber', '+15055550123999'],
  ['PhoneNumber', '+9991234567'],
  ['PhoneNumber', '+１５０５５５５０１２３'],
  ['PhoneNumber', 15_055_550_123],
  ['Date', '2023-02-29'],
  ['Date', '1900-02-29'],
  ['Date', '2024-04-31'],
  ['Date', '2024-13-01'],
  ['Date', '2024-00-10'],
  ['Date', '2024-01-00'],
  ['Date', '0000-01-01'],
  ['Date', '2024-1-1'],
  ['Date', '2024-01-01T00:00:00Z'],
  ['Date', '+002024-01-01'],
  ['Date', new Date(0)],
  ['DateTime', '2026-01-31'],
  ['DateTime', '2026-01-31T09:30:00'],
  ['DateTime', '2026-02-30T09:30:00Z'],
  ['DateTime', '2026-01-31T24:00:00Z'],
  ['DateTime', '2026-01-31T23:59:60Z'],
  ['DateTime', '2026-01-31T09:30:00+24:00'],
  ['DateTime', '2026-01-31T09:30:00+02:60'],
  ['DateTime', '0001-01-01T00:00:00+01:00'],
  ['DateTime', '9999-12-31T23:59:59-01:00'],
  ['DateTime', 1_700_000_000],
  ['DateTime', new Date(Number.NaN)],
  ['CountryCode', 'us'],
  ['CountryCode', 'XX'],
  ['CountryCode', 'UK'],
  ['CountryCode', 'USA'],
  ['SubdivisionCode', 'NM'],
  ['SubdivisionCode', 'XX-NM'],
  ['SubdivisionCode', 'US-NEWM'],
  ['SubdivisionCode', 'US-'],
  ['CurrencyCode', 'usd'],
  ['CurrencyCode', 'HRK'],
  ['CurrencyCode', 'BTC'],
  ['CurrencyCode', '__proto__'],
  ['Decimal', 1.5],
  ['Decimal', 2 ** 53],
  ['Decimal', Number.NaN],
  ['Decimal', '1,5'],
  ['Decimal', '1e3'],
  ['Decimal', '.5'],
  ['Decimal', '5.'],
  ['Decimal', '007'],
  ['Decimal', '+1'],
  ['Decimal', 'NaN'],
  ['Decimal', 'Infinity'],
  ['Decimal', '٣'],
  ['Decimal', ''],
  ['Decimal', ' 1'],
  ['Decimal', '9'.repeat(65)],
  ['Decimal', true],
  ['LanguageTag', 'en_US'],
  ['LanguageTag', 'english language'],
  ['LanguageTag', ''],
  ['LanguageTag', 'e'],
];

describe('standard scalars', () => {
  test.each(GOOD)('%s takes %j', (name, value, normal) => {
    expect(scalar(name).parseValue(value)).toBe(normal);
    expect(scalar(name).serialize(value)).toBe(normal);
    expect(scalar(name).parseLiteral(parseValue(JSON.stringify(value)))).toBe(normal);
  });

  test.each(BAD)('%s refuses %j', (name, value) => {
    expect(messageOf(() => scalar(name).parseValue(value))).toMatch(
      new RegExp(`^${name} must be .+, but got: `),
    );
  });

  test.each(Object.keys(standardScalars))('%s refuses every value that is no text', (name) => {
    for (const value of [
      null,
      undefined,
      {},
      [],
      true,
      Symbol('x'),
      () => 'x',
      { toString: () => 'US' },
    ]) {
      expect(messageOf(() => scalar(name).parseValue(value))).toContain('must be');
      expect(messageOf(() => scalar(name).serialize(value))).toContain('must be');
    }
    for (const literal of ['null', '{a: 1}', '[1]', 'ENUM', 'true', '1.5']) {
      expect(messageOf(() => scalar(name).parseLiteral(parseValue(literal)))).toContain('must be');
    }
  });

  test('there is one for every scalar of the standards, with its specification', () => {
    const own = [...standardDefinitions().values()].filter(
      (definition) => definition.kind === Kind.SCALAR_TYPE_DEFINITION,
    );
    expect(own.map(({ name }) => name.value).sort()).toEqual(Object.keys(standardScalars).sort());
    for (const { name, directives } of own) {
      const url = directives?.map((directive) => textArgument(directive, 'url'))[0];
      expect(scalar(name.value).specifiedByURL ?? undefined).toBe(url);
    }
  });

  test('the client sees its own value, cut short, with control characters written out', () => {
    expect(messageOf(() => scalar('Date').parseValue('x\n\u001b[31m'))).toContain(
      String.raw`"x\n\u001b[31m"`,
    );
    expect(messageOf(() => scalar('Date').parseValue('9'.repeat(100_000))).length).toBeLessThan(
      150,
    );
  });

  test('a value of a room is never in the message, and the fault is not the client’s', () => {
    const run = (): unknown => scalar('EmailAddress').serialize('secret of somebody');
    expect(messageOf(run)).toBe(
      'EmailAddress must be an e-mail address such as name@example.org, but the room has a text of 18 characters that is none.',
    );
    expect(run).toThrow(expect.not.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }));
    expect(() => scalar('Date').parseValue('x')).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }),
    );
  });

  test('a withdrawn currency and a number out of use are still written', () => {
    expect(scalar('CurrencyCode').serialize('HRK')).toBe('HRK');
    expect(scalar('PhoneNumber').serialize('+9991234567')).toBe('+9991234567');
    expect(() => scalar('PhoneNumber').serialize('505 555')).toThrow('must be');
  });

  test('any instant comes out as UTC text and goes in again as itself', () => {
    const range = {
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
    };
    fc.assert(
      fc.property(fc.date({ ...range, noInvalidDate: true }), (date) => {
        const text = scalar('DateTime').serialize(date);
        expect(text).toBe(date.toISOString());
        expect(scalar('DateTime').parseValue(text)).toBe(text);
      }),
    );
  });

  test('any safe integer and any bigint is a decimal, no float is', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }),
        (small, large) => {
          expect(scalar('Decimal').serialize(small)).toBe(String(small));
          expect(scalar('Decimal').serialize(large)).toBe(large.toString());
        },
      ),
    );
    fc.assert(
      fc.property(
        fc.double().filter((number) => !Number.isSafeInteger(number)),
        (float) => {
          expect(() => scalar('Decimal').parseValue(float)).toThrow('must be');
          expect(() => scalar('Decimal').serialize(float)).toThrow('must be');
        },
      ),
    );
  });

  test('any text either is refused with a message or is its own normal form', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(standardScalars)),
        fc.string({ unit: 'binary' }),
        (name, text) => {
          const type = scalar(name);
          try {
            const normal = type.parseValue(text);
            expect(type.parseValue(normal)).toBe(normal);
          } catch (error) {
            expect(error).toBeInstanceOf(GraphQLError);
          }
        },
      ),
    );
  });

  test('an integer literal of any length keeps its digits', () => {
    const digits = '123456789012345678901234567890';
    const type = scalar('Decimal');
    const schema = new GraphQLSchema({
      query: new GraphQLObjectType({
        name: 'Query',
        fields: {
          same: { type, args: { of: { type } }, resolve: (_root, args) => args['of'] as string },
        },
      }),
    });
    const { data } = graphqlSync({ schema, source: `{ same(of: ${digits}) }` });
    expect(data?.['same']).toBe(digits);
  });

  test('the code lists are whole', () => {
    expect(COUNTRY_CODES.size).toBe(249);
    const currency = new Intl.DisplayNames(['en'], { type: 'currency', fallback: 'none' });
    for (const code of CURRENCY_CODES) expect(currency.of(code)).toBeDefined();
    const region = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
    for (const code of COUNTRY_CODES) expect(region.of(code)).toBeDefined();
  });
});
