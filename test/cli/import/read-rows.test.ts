import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readRows, type NumberedRow } from '../../../cli/import/read-rows.ts';
import { makeTemporaryFiles, type TemporaryFiles } from './temporary-files.ts';

let files: TemporaryFiles;

beforeEach(async () => {
  files = await makeTemporaryFiles();
});

afterEach(() => files.remove());

async function read(
  content: string | Buffer,
  { name = 'rows.csv', delimiter = ',' } = {},
): Promise<{ readonly columns: readonly string[]; readonly rows: readonly NumberedRow[] }> {
  const file = await files.write(name, content);
  const rows: NumberedRow[] = [];
  let columns: readonly string[] = [];
  for await (const row of readRows(file, delimiter, (found) => (columns = found))) rows.push(row);
  return { columns, rows };
}

const rowsOf = async (...args: Parameters<typeof read>) =>
  (await read(...args)).rows.map(({ row }) => row);

describe('the rows of a file', () => {
  test.each([
    ['with a byte-order mark', '\ufeffa,b\n1,2\n'],
    ['with line ends of Windows', 'a,b\r\n1,2\r\n'],
    ['without a line end at its end', 'a,b\n1,2'],
    ['with spaces round its columns', ' a , b \n1,2\n'],
    ['with empty lines', '\n\na,b\n\n1,2\n\n'],
    ['with quotes round everything', '"a","b"\n"1","2"\n'],
  ])('%s are read by its columns', async (_name, content) => {
    expect(await read(content)).toMatchObject({
      columns: ['a', 'b'],
      rows: [{ row: { a: '1', b: '2' }, fields: ['1', '2'], fault: null }],
    });
  });

  test('have the line on which they end, though fields have line breaks', async () => {
    const { rows } = await read('a,b\r\n1,"x\r\ny\r\nz"\r\n2,y\r\n3,"\n"\r\n');
    expect(rows.map(({ line, row }) => [line, row['b']])).toEqual([
      [4, 'x\r\ny\r\nz'],
      [5, 'y'],
      [7, '\n'],
    ]);
  });

  test('have that line also behind empty lines, whatever ends them', async () => {
    const { rows } = await read('a,b\r\n\r\n1,"x\r\n\r\ny"\r\n\r\n2,y\r\n');
    expect(rows.map(({ line }) => line)).toEqual([5, 7]);
  });

  test('have another delimiter', async () => {
    expect(await rowsOf('a;b\n1,5;"2;5"\n', { delimiter: ';' })).toEqual([{ a: '1,5', b: '2;5' }]);
    expect(await rowsOf('a\tb\n1\t2\n', { delimiter: '\t' })).toEqual([{ a: '1', b: '2' }]);
  });

  test('are unpacked when the name ends in .gz', async () => {
    const content = gzipSync('\ufeffa\n1\n2\n');
    expect(await rowsOf(content, { name: 'rows.csv.gz' })).toEqual([{ a: '1' }, { a: '2' }]);
  });

  test('keep doubled quotes, and quotes that stand where none belong', async () => {
    const content = 'a,b\n"say ""hi""",5\'10" tall\n"x" y,2\n';
    expect(await rowsOf(content)).toEqual([
      { a: 'say "hi"', b: '5\'10" tall' },
      { a: '"x" y', b: '2' },
    ]);
  });

  test('with too few or too many fields have a fault, and the others do not', async () => {
    const { rows } = await read('a,b\n1,2\n3\n4,5,6\n7,8\n');
    expect(rows.map(({ line, fields, fault }) => ({ line, fields, fault }))).toEqual([
      { line: 2, fields: ['1', '2'], fault: null },
      { line: 3, fields: ['3'], fault: 'expected 2 fields, but got: 1' },
      { line: 4, fields: ['4', '5', '6'], fault: 'expected 2 fields, but got: 3' },
      { line: 5, fields: ['7', '8'], fault: null },
    ]);
  });

  test('that are no UTF-8 or hold a zero character have a fault that names the column', async () => {
    const latin = Buffer.from('a,b\nx,Zo\xeb\nNUL\0,y\nx,Zoë\n', 'latin1');
    const { rows } = await read(Buffer.concat([latin, Buffer.from('ok,Zoë \u{1f600}\n')]));
    expect(rows.map(({ fault }) => fault)).toEqual([
      'Column "b": expected text in UTF-8',
      'Column "a": expected text in UTF-8',
      'Column "b": expected text in UTF-8',
      null,
    ]);
  });

  test('may have columns named like what every object has', async () => {
    const [row] = await rowsOf('constructor,__proto__\n1,2\n');
    expect(Object.entries(row ?? {})).toEqual([
      ['constructor', '1'],
      ['__proto__', '2'],
    ]);
  });

  test('tell how much of the file was read, up to all of it', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `${index},text of some length`);
    const { rows } = await read(`a,b\n${lines.join('\n')}\n`);
    const shares = rows.map(({ progress }) => progress);
    expect(rows).toHaveLength(20_000);
    expect([...shares].sort((left, right) => left - right)).toEqual(shares);
    expect(shares[0]).toBeLessThan(1);
    expect(shares.at(-1)).toBe(1);
  });

  test('may be none', async () => {
    expect(await read('a,b\n')).toEqual({ columns: ['a', 'b'], rows: [] });
  });
});

describe('the hash of a row', () => {
  const hashes = async (content: string) => (await read(content)).rows.map(({ hash }) => hash);

  test('is the same for the same file, and one of a kind in it', async () => {
    const content = 'a,b\n1,2\n1,2\n2,1\n1,2\n';
    const first = await hashes(content);
    expect(await hashes(content)).toEqual(first);
    expect(new Set(first).size).toBe(4);
  });

  test('does not depend on how the row is written, nor on the rows around it', async () => {
    const [hash] = await hashes('a,b\n1,2\n');
    expect(await hashes('a,b\r\n9,9\r\n"1","2"')).toContain(hash);
  });

  test('of equal rows says which of them it is, so that one more changes no other', async () => {
    const two = await hashes('a\nx\nx\n');
    expect((await hashes('a\nx\ny\nx\nx\n')).filter((hash) => two.includes(hash))).toEqual(two);
  });
});

describe('a file', () => {
  test('that is empty or missing is an error that names it', async () => {
    await expect(read('', { name: 'empty.csv' })).rejects.toThrow(
      /empty\.csv is empty: expected a row with the names of columns/,
    );
    const missing = readRows('/no/such/file.csv', ',', () => undefined);
    await expect(missing.next()).rejects.toThrow('/no/such/file.csv');
  });

  test('that is not gzipped, or only half of it, is an error that names it', async () => {
    const gz = { name: 'rows.csv.gz' };
    await expect(read('a,b\n1,2\n', gz)).rejects.toThrow(/rows\.csv\.gz cannot be read: /);
    const whole = gzipSync(`a\n${'some text\n'.repeat(10_000)}`);
    await expect(read(whole.subarray(0, whole.length - 20), gz)).rejects.toThrow('cannot be read');
  });

  test('with a quote that is never closed is an error that names it', async () => {
    await expect(read('a,b\n1,"2\n3,4\n')).rejects.toThrow(/rows\.csv cannot be read: .*[Qq]uot/);
  });

  test('with a row without end is an error, not a full memory', async () => {
    const endless = `a,b\n1,"${'x'.repeat(3 * 1024 * 1024)}"\n`;
    await expect(read(endless)).rejects.toThrow(/rows\.csv cannot be read: /);
  });

  test('is not read on when its columns are refused', async () => {
    const file = await files.write('rows.csv', 'a\n1\n');
    const refuse = () => {
      throw new Error('these columns will not do');
    };
    await expect(readRows(file, ',', refuse).next()).rejects.toThrow('these columns will not do');
  });
});
