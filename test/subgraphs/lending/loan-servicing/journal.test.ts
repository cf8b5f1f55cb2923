import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  openJournal,
  readJournal,
  replaceJournal,
} from '../../../../subgraphs/lending/loan-servicing/journal.ts';
import { newDirectory } from '../servicing.ts';

async function writtenJournal(count: number): Promise<string> {
  const path = join(await newDirectory(), 'journal.jsonl');
  const journal = await openJournal(path);
  for (let line = 0; line < count; line += 1) journal.append({ line, text: 'ünïcode\n' });
  await journal.durable();
  await journal.close();
  return path;
}

describe('the journal', () => {
  test('gives back what was durable, in order', async () => {
    const { lines, torn } = await readJournal(await writtenJournal(500));
    expect(lines).toHaveLength(500);
    expect(lines[499]).toEqual({ line: 499, text: 'ünïcode\n' });
    expect(torn).toBe(false);
  });

  test('leaves out a last line that was cut at any byte', async () => {
    const path = await writtenJournal(3);
    const whole = await readFile(path);
    const secondEnds = whole.indexOf(10, whole.indexOf(10) + 1) + 1;
    for (let length = whole.length - 1; length > secondEnds; length -= 1) {
      await writeFile(path, whole);
      await truncate(path, length);
      const { lines, torn } = await readJournal(path);
      expect([lines.length, torn]).toEqual([2, true]);
    }
  });

  test('leaves out a last line that is whole but not what was written', async () => {
    const path = await writtenJournal(2);
    await appendFile(path, 'AAAAAAAAAAAA {"line":2}\n');
    expect(await readJournal(path)).toMatchObject({
      torn: true,
      lines: [{ line: 0 }, { line: 1 }],
    });
  });

  test('with a damaged line before whole ones is an error that names the line', async () => {
    const path = await writtenJournal(3);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"line":1', '"line":7'));
    await expect(readJournal(path)).rejects.toThrow('journal.jsonl is damaged in line 2');
  });

  test('that is not there yet is empty', async () => {
    const path = join(await newDirectory(), 'journal.jsonl');
    expect(await readJournal(path)).toEqual({ lines: [], torn: false });
  });

  test('is replaced whole', async () => {
    const path = await writtenJournal(3);
    await replaceJournal(path, [{ only: 'this' }]);
    expect((await readJournal(path)).lines).toEqual([{ only: 'this' }]);
  });

  test('stays failed once a write has failed', async () => {
    const path = join(await newDirectory(), 'journal.jsonl');
    const journal = await openJournal(path);
    await journal.close();
    journal.append({ line: 1 });
    await expect(journal.durable()).rejects.toThrow();
    journal.append({ line: 2 });
    await expect(journal.durable()).rejects.toThrow();
  });
});
