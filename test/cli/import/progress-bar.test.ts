import { Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { createProgressBar } from '../../../cli/import/progress-bar.ts';

/** A terminal, or a file, that keeps what is written to it. */
function screen(isTTY: boolean) {
  const written: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString());
      done();
    },
  });
  // The bar looks at nothing else of a terminal.
  const terminal = Object.assign(stream, { isTTY }) as unknown as NodeJS.WriteStream;
  return { terminal, written };
}

describe('progress', () => {
  test('is one line on a terminal, drawn over and over', () => {
    const { terminal, written } = screen(true);
    const bar = createProgressBar(terminal, 'Importing x');
    bar.update(0, '0 rows');
    bar.update(0.5, '500 rows');
    bar.update(1, '1000 rows');
    bar.finish();
    expect(written).toEqual([
      `\rImporting x [${'.'.repeat(30)}]   0 % 0 rows\u001b[K`,
      `\rImporting x [${'#'.repeat(15)}${'.'.repeat(15)}]  50 % 500 rows\u001b[K`,
      `\rImporting x [${'#'.repeat(30)}] 100 % 1000 rows\u001b[K`,
      '\n',
    ]);
  });

  test('is a line every tenth elsewhere', () => {
    const { terminal, written } = screen(false);
    const bar = createProgressBar(terminal, 'Importing x');
    for (let percent = 0; percent <= 100; percent++) bar.update(percent / 100, `${percent} rows`);
    bar.finish();
    expect(written).toHaveLength(11);
    expect(written[3]).toBe('Importing x  30 % 30 rows\n');
    expect(written.at(-1)).toBe('Importing x 100 % 100 rows\n');
  });

  test('of a share below nothing or above everything is nothing or everything', () => {
    const { terminal, written } = screen(true);
    const bar = createProgressBar(terminal, 'x');
    for (const share of [-1, Number.NaN, 1.5]) bar.update(share, '');
    expect(written.map((line) => line.match(/#/g)?.length ?? 0)).toEqual([0, 0, 30]);
    expect(written.at(-1)).toContain('100 %');
  });
});
