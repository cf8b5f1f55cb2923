import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvLines, readTrailer } from '../../../../subgraphs/insurance/file-drop/csv-lines.ts';
import type { CsvLine } from '../../../../subgraphs/insurance/file-drop/csv-lines.ts';
import { FileFault } from '../../../../subgraphs/insurance/file-drop/file-fault.ts';

describe('lines of a CSV file', () => {
  let directory = '';

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'csv-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  async function read(content: string | Uint8Array): Promise<CsvLine[]> {
    const path = join(directory, 'file.csv');
    await writeFile(path, content);
    const file = await open(path);
    try {
      const lines: CsvLine[] = [];
      for await (const line of csvLines(file, (await file.stat()).size)) lines.push(line);
      return lines;
    } finally {
      await file.close();
    }
  }

  const cell = fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .filter((text) => !text.includes('\0'));

  test('whatever is quoted comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('\n', '\r\n'),
        async (rows, lineBreak) => {
          const quoted = rows.map((row) =>
            row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','),
          );
          const lines = await read(quoted.join(lineBreak));
          expect(lines.map((line) => line.fields)).toEqual(rows);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('each line is where it begins, line breaks in quotes and empty lines counted', async () => {
    const lines = await read('a,b\n"1\n2",x\n\n"3\r\n4",y\n5,z\n');
    expect(lines.map((line) => line.line)).toEqual([1, 2, 5, 7]);
  });

  test('any bytes are lines or a fault in words, never another error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const outcome = await read(bytes).catch((error: unknown) => error);
        expect(Array.isArray(outcome) || outcome instanceof FileFault).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['a\n#rows,0', 0],
    ['a\n#rows,12\n', 12],
    ['a\r\n#rows,12\r\n', 12],
    ['a\n#rows,12\n\n', 12],
    ['a\n#rows,', null],
    ['a\n#rows,1x', null],
    ['a\nx#rows,1', null],
    ['a\n#rows,-1', null],
    ['a\n#rows,1\nb', null],
    ['x', null],
  ])('the last line of %j says %s', async (text, expected) => {
    const path = join(directory, 'trailer.csv');
    await writeFile(path, text);
    const file = await open(path);
    expect(await readTrailer(file, text.length)).toBe(expected);
    await file.close();
  });
});
