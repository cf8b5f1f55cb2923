import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CsvSplitter } from '../../../cli/match/csv-splitter.ts';

function split(text: string, pieces: readonly number[] = []): readonly (readonly string[])[] {
  const rows: (readonly string[])[] = [];
  const splitter = new CsvSplitter(',', (row) => rows.push(row));
  let at = 0;
  for (const length of pieces) splitter.add(text.slice(at, (at += length)));
  splitter.add(text.slice(at));
  splitter.end();
  return rows;
}

const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;

describe('CSV text in pieces', () => {
  test('comes back row by row, whatever is in the fields and wherever the pieces end', () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'é', ',', '"', '\n', ' '), maxLength: 6 });
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(table, fc.array(fc.integer({ min: 1, max: 9 })), (rows, pieces) => {
        const text = rows.map((row) => `${row.map(quoted).join(',')}\n`).join('');
        expect(split(text, pieces)).toEqual(rows);
      }),
      { seed: 1 },
    );
  });

  test('may begin with a byte-order mark, end its lines as Windows does, and lack the last end', () => {
    expect(split('\uFEFFa,b\r\n1, "x, y"\r\n\r\n2,')).toEqual([
      ['a', 'b'],
      ['1', 'x, y'],
      ['2', ''],
    ]);
  });

  test('with a quote that is never closed is an error', () => {
    expect(() => split('a,"b\nc')).toThrow('a quote is not closed');
  });
});
