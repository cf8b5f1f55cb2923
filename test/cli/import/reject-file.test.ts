import { appendFile, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RejectFile, type Rejection } from '../../../cli/import/reject-file.ts';
import { makeTemporaryFiles, type TemporaryFiles } from './temporary-files.ts';

const COLUMNS = ['id', 'note'];
const rejection = (line: number, ...fields: readonly string[]): Rejection => ({
  line,
  fields,
  reason: `bad row ${line}`,
});

let files: TemporaryFiles;
let path: string;

beforeEach(async () => {
  files = await makeTemporaryFiles();
  path = files.path('rejected.csv');
});

afterEach(() => files.remove());

async function begin(bytes = 0): Promise<RejectFile> {
  const file = await RejectFile.begin(path, bytes);
  if (file === null) throw new Error('The file is too short.');
  return file;
}

/** Returns how many bytes the file then vouches for. */
async function write(bytes: number, ...rejections: readonly Rejection[]): Promise<number> {
  const file = await begin(bytes);
  await file.add(COLUMNS, rejections);
  await file.close();
  return file.bytes;
}

describe('the reject file', () => {
  test('has line and reason before the row as it came', async () => {
    await write(0, rejection(2, 'a', 'b'), rejection(7, 'c', 'd'));
    expect(await readFile(path, 'utf8')).toBe(
      'line,reason,id,note\n2,bad row 2,a,b\n7,bad row 7,c,d\n',
    );
  });

  test('gives back any text of any row, whatever quotes and line breaks it has', async () => {
    const field = fc.string({ unit: 'grapheme' }).filter((text) => text !== '\0');
    const rows = fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(rows, async (fields) => {
        await write(0, ...fields.map((row, index) => rejection(index, ...row)));
        const [, ...read]: string[][] = parse(await readFile(path, 'utf8'));
        expect(read).toEqual(
          fields.map((row, index) => [String(index), `bad row ${index}`, ...row]),
        );
      }),
      { numRuns: 30 },
    );
  });

  test('quotes commas, quotes and both line ends', async () => {
    await write(0, rejection(2, 'a,b', 'say "hi"'), rejection(3, 'x\ny', 'x\r\ny'));
    expect(await readFile(path, 'utf8')).toBe(
      'line,reason,id,note\n2,bad row 2,"a,b","say ""hi"""\n3,bad row 3,"x\ny","x\r\ny"\n',
    );
  });

  test('keeps rows of too many or too few fields as they came', async () => {
    await write(0, rejection(2, 'a'), rejection(3, 'a', 'b', 'c'));
    expect(await readFile(path, 'utf8')).toBe(
      'line,reason,id,note\n2,bad row 2,a\n3,bad row 3,a,b,c\n',
    );
  });

  test('is none when no row was rejected, and one of an earlier import goes', async () => {
    await write(0, rejection(2, 'a', 'b'));
    await write(0);
    expect(existsSync(path)).toBe(false);
  });

  test('grows by every batch', async () => {
    const file = await begin();
    await file.add(COLUMNS, [rejection(2, 'a', 'b')]);
    await file.add(COLUMNS, []);
    await file.add(COLUMNS, [rejection(9, 'Zoë', '\u{1f600}')]);
    await file.close();
    const text = await readFile(path);
    expect(text.toString()).toBe(
      'line,reason,id,note\n2,bad row 2,a,b\n9,bad row 9,Zoë,\u{1f600}\n',
    );
    expect(file.bytes).toBe(text.length);
  });

  test('goes on at the length that was vouched for, over what was written beyond it', async () => {
    const vouched = await write(0, rejection(2, 'a', 'b'));
    await appendFile(path, '5,bad row 5,"cut o');
    await write(vouched, rejection(5, 'c', 'd'));
    expect(await readFile(path, 'utf8')).toBe(
      'line,reason,id,note\n2,bad row 2,a,b\n5,bad row 5,c,d\n',
    );
  });

  test('loses what was written beyond it also when nothing more is rejected', async () => {
    const vouched = await write(0, rejection(2, 'a', 'b'));
    await appendFile(path, '5,bad row 5,c,d\n');
    await write(vouched);
    expect(await readFile(path, 'utf8')).toBe('line,reason,id,note\n2,bad row 2,a,b\n');
  });

  test('cannot go on when it is gone or shorter', async () => {
    const vouched = await write(0, rejection(2, 'a', 'b'));
    expect(await RejectFile.begin(path, vouched + 1)).toBeNull();
    await rm(path);
    expect(await RejectFile.begin(path, vouched)).toBeNull();
  });
});
