import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const HERE = fileURLToPath(new URL('../../', import.meta.url));
/** All that starts a command, without any command. */
const STARTS = [
  'package.json',
  'cli/command.mjs',
  'cli/start/bundle-program.ts',
  'cli/start/command-program.ts',
  'gateway/programs/build-once.ts',
  'gateway/programs/build-record.mjs',
];

describe('a command', () => {
  let project: string;

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'command-'));
    mkdirSync(join(project, 'node_modules'));
    for (const name of ['esbuild', '@esbuild', 'tsx', 'get-tsconfig', 'resolve-pkg-maps']) {
      symlinkSync(join(HERE, 'node_modules', name), join(project, 'node_modules', name));
    }
    for (const file of STARTS) {
      mkdirSync(dirname(join(project, file)), { recursive: true });
      copyFileSync(join(HERE, file), join(project, file));
    }
    write(
      'cli/greet.ts',
      "import { word } from './word.ts'; console.log(word, ...process.argv.slice(2));",
    );
    write('cli/word.ts', "export const word: string = 'Hello';");
  });
  afterEach(() => rmSync(project, { recursive: true }));

  const write = (file: string, text: string): void => writeFileSync(join(project, file), text);
  const run = (...args: readonly string[]) =>
    promisify(execFile)(process.execPath, [join(project, 'cli/command.mjs'), ...args]);
  const programs = async () =>
    (await readdir(join(project, 'node_modules/.cache/programs'))).filter((name) =>
      name.endsWith('.mjs'),
    );

  test('that package.json names is a module of that name', () => {
    const { scripts } = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8'));
    const names = Object.values<string>(scripts).flatMap(
      (script) => /cli\/command\.mjs (\S+)/.exec(script)?.[1] ?? [],
    );
    expect(names).toContain('start');
    expect(names.filter((name) => !existsSync(join(HERE, `cli/${name}.ts`)))).toEqual([]);
  });

  test('is bundled the first time and gets its arguments every time', async () => {
    expect((await run('greet', 'you', '--twice')).stdout).toBe('Hello you --twice\n');
    const first = await programs();
    expect(first).toEqual([expect.stringMatching(/^greet-.*\.mjs$/)]);
    expect((await run('greet')).stdout).toBe('Hello\n');
    expect(await programs()).toEqual(first);
  });

  test('needs no loader when it was bundled', async () => {
    await run('greet');
    rmSync(join(project, 'node_modules/tsx'));
    expect((await run('greet', 'again')).stdout).toBe('Hello again\n');
  });

  test('is bundled anew when one of its files, or what bundles it, has changed', async () => {
    await run('greet');
    write('cli/word.ts', "export const word: string = 'Bye';");
    expect((await run('greet')).stdout).toBe('Bye\n');
    expect(await programs()).toHaveLength(2);
    const bundler = readFileSync(join(HERE, 'cli/start/bundle-program.ts'), 'utf8');
    write(
      'cli/start/bundle-program.ts',
      bundler.replace("sourcemap: 'inline'", 'sourcemap: false'),
    );
    expect((await run('greet')).stdout).toBe('Bye\n');
    expect(await programs()).toHaveLength(3);
  });

  test('ends with its own exit code and words', async () => {
    write('cli/greet.ts', "console.error('Not today.'); process.exitCode = 3;");
    await expect(run('greet')).rejects.toMatchObject({ code: 3, stderr: 'Not today.\n' });
  });

  test('that is not there is named', async () => {
    await expect(run('leave')).rejects.toMatchObject({
      stderr: expect.stringContaining('cli/leave.ts'),
    });
  });
});
