import { describe, expect, test } from '@jest/globals';
import type { Mask } from '../../../schema/masks/mask.ts';
import { maskerFor, typesFor } from '../../../schema/masks/masker-for.ts';
import { standardScalars } from '../../../schema/standards/scalars.ts';

type Kind = Pick<Mask, 'kind' | 'keep'>;
const last = (keep: number): Kind => ({ kind: 'LAST', keep });
const as = (kind: Mask['kind']): Kind => ({ kind, keep: 0 });

/** What a value of a type is shown as. */
function shown(mask: Kind, type: string, value: unknown): unknown {
  const masker = maskerFor(mask, { field: 'f', type });
  if (masker === null || masker === 'open') throw new Error('The mask must hide the field.');
  return masker(value);
}

const cases: readonly [Kind, string, unknown, unknown][] = [
  [last(4), 'String', '219-09-9999', '****9999'],
  [last(4), 'String', '12345678', '****5678'],
  [last(4), 'String', '1234567', '****'],
  [last(4), 'String', '', '****'],
  [last(2), 'String', '😀😀😀𝟛', '**😀𝟛'],
  [last(2), 'PhoneNumber', '+15055550123', '+999000000023'],
  [last(4), 'PhoneNumber', '+442079460958', '+999000000958'],
  [last(2), 'PhoneNumber', '+123', '+999000000000'],
  [last(2), 'PhoneNumber', '5550123', null],
  [as('DOMAIN'), 'EmailAddress', 'ana.lopez+x@mail.example', 'hidden@mail.example'],
  [as('DOMAIN'), 'EmailAddress', 'nobody', null],
  [as('DOMAIN'), 'EmailAddress', `a@${'b'.repeat(252)}`, null],
  [as('YEAR'), 'Date', '1984-05-17', '1984-01-01'],
  [as('YEAR'), 'Date', '1984-05-32', null],
  [as('YEAR'), 'DateTime', '2025-12-31T23:30:00-02:00', '2026-01-01T00:00:00.000Z'],
  [as('INITIALS'), 'String', 'Ana María de López', 'A. M. d. L.'],
  [as('INITIALS'), 'String', ' (Bob)  "Ray" ', 'B. R.'],
  [as('INITIALS'), 'String', 'E\u0301lodie', 'E\u0301.'],
  [as('INITIALS'), 'String', '3M Deutschland', '3. D.'],
  [as('INITIALS'), 'String', '山田 太郎', '山. 太.'],
  [as('INITIALS'), 'String', '--- ...', null],
  [as('BUCKET'), 'Decimal', '1234.50', '1000'],
  [as('BUCKET'), 'Decimal', '-7999.99', '-5000'],
  [as('BUCKET'), 'Decimal', '0.0345', '0.02'],
  [as('BUCKET'), 'Decimal', '-0.00', '0'],
  [as('BUCKET'), 'Decimal', '1e9', null],
  [as('BUCKET'), 'Decimal', '49999999999999999999.99', '20000000000000000000'],
  [as('BUCKET'), 'Int', 37, 20],
  [as('BUCKET'), 'Int', -5, -5],
  [as('BUCKET'), 'Int', 0, 0],
  [as('BUCKET'), 'Float', 0.073, 0.05],
  [as('BUCKET'), 'Float', Number.NaN, null],
];

describe('a masked value', () => {
  test.each(cases)('%j on a %s: %j is shown as %j', (mask, type, value, expected) => {
    const got = shown(mask, type, value);
    expect(got).toEqual(expected);
    // A room masks first and the gateway again.
    if (got !== null) expect(shown(mask, type, got)).toEqual(got);
  });

  test.each(cases.filter(([, type, , expected]) => expected !== null && standardScalars[type]))(
    '%j on a %s: what %j is shown as is of the type',
    (mask, type, value) => {
      const got = shown(mask, type, value);
      expect(standardScalars[type]?.serialize(got)).toEqual(got);
    },
  );

  test('is null where the value is not of the type', () => {
    for (const kind of ['BUCKET', 'DOMAIN', 'INITIALS', 'LAST', 'YEAR'] as const) {
      for (const type of typesFor(kind)) {
        const wrong = type === 'Int' || type === 'Float' ? '12' : 12;
        expect(shown({ kind, keep: 4 }, type, wrong)).toBeNull();
        expect(shown({ kind, keep: 4 }, type, { toString: () => 'secret' })).toBeNull();
      }
    }
  });

  test('of two people with the same mark is the same: only that mark is shown', () => {
    expect(shown(last(4), 'String', 'AAAA-BBBB-9999')).toBe(shown(last(4), 'String', 'x00009999'));
    expect(shown(as('DOMAIN'), 'EmailAddress', 'a@x.example')).toBe(
      shown(as('DOMAIN'), 'EmailAddress', 'somebody.else@x.example'),
    );
    expect(shown(last(2), 'PhoneNumber', '+4930123456')).toBe(
      shown(last(2), 'PhoneNumber', '+15055550156'),
    );
  });

  test('of an address is locality, region and country, and of the rest nothing', () => {
    const masked = ['streetAddress', 'locality', 'region', 'postalCode', 'country', 'use'].map(
      (field) => maskerFor(as('LOCALITY'), { field, type: 'String' }),
    );
    expect(masked.map((one) => (typeof one === 'function' ? one('secret') : one))).toEqual([
      ...[null, 'open', 'open', null, 'open', null],
    ]);
  });

  test('is none where the kind does not fit the type', () => {
    for (const [kind, type] of [
      ['YEAR', 'String'],
      ['DOMAIN', 'String'],
      ['INITIALS', 'EmailAddress'],
      ['LAST', 'Date'],
      ['BUCKET', 'Money'],
      ['BUCKET', 'constructor'],
    ] as const) {
      expect(maskerFor({ kind, keep: 4 }, { field: 'f', type })).toBeNull();
    }
  });
});
