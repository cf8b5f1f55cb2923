import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { BuildOptions } from 'esbuild';

import { buildOnce } from '../../../gateway/programs/build-once.ts';

describe('a program that is built', () => {
  let directory: string;
  let cache: string;
  let builds: number;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'build-once-'));
    cache = join(directory, 'cache');
    builds = 0;
    write('program.ts', "import { word } from './word.ts'; console.log(word);");
    write('word.ts', "export const word: string = 'one';");
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const write = (name: string, text: string): void => writeFileSync(join(directory, name), text);
  const options = (): BuildOptions => ({
    entryPoints: [join(directory, 'program.ts')],
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    plugins: [{ name: 'counts', setup: () => void (builds += 1) }],
  });
  const says = (file: string): string =>
    execFileSync(process.execPath, [file], { encoding: 'utf8' });

  test('is taken again while its files stay as they are', async () => {
    const first = await buildOnce(options(), { cache });
    expect(says(first)).toBe('one\n');
    expect(await buildOnce(options(), { cache })).toBe(first);
    expect(builds).toBe(1);
  });

  test('is built anew when a file that it imports has changed, and the old one stays', async () => {
    const first = await buildOnce(options(), { cache });
    write('word.ts', "export const word: string = 'two';");
    const second = await buildOnce(options(), { cache });
    expect(says(second)).toBe('two\n');
    expect(says(first)).toBe('one\n');
    expect(builds).toBe(2);
  });

  test('is built anew when it is to be built in another way, and when it was thrown away', async () => {
    const first = await buildOnce(options(), { cache });
    expect(await buildOnce({ ...options(), minify: true }, { cache })).not.toBe(first);
    rmSync(first);
    expect(says(await buildOnce(options(), { cache }))).toBe('one\n');
    expect(builds).toBe(3);
  });

  test('is refused with the reason when a file is missing, whatever was built before', async () => {
    await buildOnce(options(), { cache });
    rmSync(join(directory, 'word.ts'));
    await expect(buildOnce(options(), { cache })).rejects.toThrow('Could not resolve "./word.ts"');
  });

  test('is whole for everybody who asks at once', async () => {
    const files = await Promise.all([1, 2, 3].map(() => buildOnce(options(), { cache })));
    for (const file of new Set(files)) expect(says(file)).toBe('one\n');
  });

  test('is made elsewhere when its place cannot be written', async () => {
    write('full', '');
    const file = await buildOnce(options(), { cache: join(directory, 'full', 'cache') });
    expect(existsSync(file)).toBe(true);
    expect(dirname(file).startsWith(directory)).toBe(false);
    expect(says(file)).toBe('one\n');
  });
});
