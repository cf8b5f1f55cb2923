import { expect, test } from '@jest/globals';
import { withoutValues } from '../../schema/without-values.ts';

test.each([
  [
    'Variable "$d" got invalid value "x@a.example"; Date must be a day.',
    'Variable "$d" got invalid value …',
  ],
  ['Field "name" must be short, but got: "Ana\nRuiz".', 'Field "name" must be short, but got: …'],
  ['invalid input syntax for type uuid: "Ana"', 'invalid input syntax for type uuid: …'],
  [
    'Float cannot represent non numeric value: "Ana"',
    'Float cannot represent non numeric value: …',
  ],
  ['No customer <ana.ruiz@a.example>, 2 tries', 'No customer <…>, 2 tries'],
  ['key (911-64-0690, +1 619 555 0114, 1996-10-29) exists', 'key (…, …, …) exists'],
])('%j is kept as %j', (message, kept) => {
  expect(withoutValues(message)).toBe(kept);
});

test.each(['relation "vault" does not exist', 'pg at 10.0.0.4:5432 closed', 'HTTP status 503', ''])(
  '%j says nothing about anybody and stays',
  (message) => {
    expect(withoutValues(message)).toBe(message);
  },
);
