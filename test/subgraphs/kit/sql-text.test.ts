import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { sqlText } from '../../../subgraphs/kit/sql-text.ts';

test('the text of a statement has its parts in it and its parameters as they were written', () => {
  const part = sql`division = ${sql.id('given', 'division')}`;
  expect(sqlText(sql`select ${sql.id('a', 'b')} where ${part} and id = $1`)).toBe(
    'select "a"."b" where division = "given"."division" and id = $1',
  );
});

test('a statement with a value in it is refused', () => {
  expect(() => sqlText(sql`select ${5}`)).toThrow('must hold no values, but got: 1');
});
