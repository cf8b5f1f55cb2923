import { describe, expect, test } from '@jest/globals';
import { csvFile } from '../../sample/csv-file.ts';

describe('a file of rows', () => {
  test('quotes what must be, leaves unknown values empty and says how many rows there are', () => {
    const rows = [{ a: 'plain', b: 'with "quotes", and\nlines' }, { b: '' }];
    expect(csvFile(['a', 'b'], rows)).toBe(
      'a,b\nplain,"with ""quotes"", and\nlines"\n,\n#rows,2\n',
    );
  });

  test('without rows is a header and the count', () => {
    expect(csvFile(['a'], [])).toBe('a\n#rows,0\n');
  });
});
