import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  supervise,
  type ProcessDescription,
  type SupervisedProcess,
} from '../../../cli/start/supervised-process.ts';
import { startChildProgram } from '../../support/child-program.ts';
import { eventually } from '../../support/eventually.ts';
import { makeTemporaryFiles, type TemporaryFiles } from '../import/temporary-files.ts';

/** Says its number and what it was told, and runs until it is asked to stop. */
const WELL = `
process.once('SIGTERM', () => { console.log('stopping'); process.exit(0); });
setInterval(() => undefined, 60_000);
console.error('a line on the other stream');
console.log('ready ' + process.pid + ' ' + process.env.ROUND + ' ' + process.argv.slice(2).join(','));
`;

describe('a supervised program', () => {
  let files: TemporaryFiles;
  let started: SupervisedProcess[];
  let reports: string[];
  let ready: string[];
  let round: number;

  beforeEach(async () => {
    files = await makeTemporaryFiles();
    started = [];
    reports = [];
    ready = [];
    round = 0;
  });

  afterEach(async () => {
    await Promise.all(started.map((program) => program.stop()));
    await files.remove();
  });

  const start = async (
    source: string,
    changes: Partial<ProcessDescription> = {},
    stopDeadlineMs = 10_000,
  ) => {
    const entry = pathToFileURL(await files.write('program.ts', source));
    const program = await supervise(
      {
        name: 'program',
        entry,
        environment: () => ({ PATH: process.env['PATH'], ROUND: String(++round), NONE: undefined }),
        onReady: (text) => ready.push(text),
        ...changes,
      },
      { dataDirectory: files.directory, report: (line) => reports.push(line), stopDeadlineMs },
    );
    started.push(program);
    return program;
  };

  const logFile = () => files.path('logs/program.log');
  const pidFile = () => files.path('run/program.pid');
  const pid = async () => Number(await readFile(pidFile(), 'utf8'));

  test('is there when it says so, with its arguments, environment and number', async () => {
    await start(WELL, { args: ['a', '--b'] });
    expect(ready).toEqual([`${await pid()} 1 a,--b`]);
  });

  test('has both of its streams in its log', async () => {
    const program = await start(WELL);
    await program.stop();
    const log = await readFile(logFile(), 'utf8');
    expect(log).toContain('a line on the other stream\n');
    expect(log).toContain('ready ');
    expect(log).toContain('stopping\n');
  });

  test('stops as it was asked to, leaves no number, and is not started again', async () => {
    const program = await start(WELL);
    const number = await pid();
    await program.stop();
    expect(() => process.kill(number, 0)).toThrow('ESRCH');
    expect(existsSync(pidFile())).toBe(false);
    expect(reports).toEqual([]);
    await program.stop();
  });

  test('that does not stop when asked is killed', async () => {
    const deaf = WELL.replace(/process\.once.*\n/, "process.on('SIGTERM', () => undefined);\n");
    const program = await start(deaf, {}, 100);
    const number = await pid();
    await program.stop();
    expect(() => process.kill(number, 0)).toThrow('ESRCH');
  });

  test('that was killed with -9 is started again, and its environment is asked for again', async () => {
    await start(WELL);
    const first = await pid();
    process.kill(first, 'SIGKILL');
    await eventually(() => expect(ready).toHaveLength(2));
    expect(ready[1]).toBe(`${await pid()} 2 `);
    expect(await pid()).not.toBe(first);
    expect(reports).toEqual([
      `The program process ended (SIGKILL); its log is ${logFile()}. Starting it again.`,
      'The program process is back.',
    ]);
  });

  test('is loaded while it waits for the rest of its environment', async () => {
    let tell: (rest: Record<string, string>) => void = () => undefined;
    const rest = new Promise<Record<string, string>>((resolve) => (tell = resolve));
    const starting = start(WELL, { learns: () => rest });
    await eventually(() => expect(existsSync(pidFile())).toBe(true));
    expect(ready).toEqual([]);
    tell({ ROUND: 'told' });
    await starting;
    expect(ready).toEqual([`${await pid()} told `]);
  });

  test('that cannot be told the rest of its environment is an error', async () => {
    const learns = () => Promise.reject(new Error('the other one did not start'));
    await expect(start(WELL, { learns })).rejects.toThrow('The program process ended (SIGKILL)');
    expect(await readFile(logFile(), 'utf8')).toContain('the other one did not start');
  });

  test('that ends by itself is started again, every time', async () => {
    await start(`console.log('ready'); console.log('ready x'); process.exitCode = 3;`);
    await eventually(() => expect(ready.length).toBeGreaterThan(2));
    expect(reports[0]).toContain('The program process ended (exit code 3)');
  });

  test('that dies before it is ready is an error with its log and its last words', async () => {
    const starting = start(`console.log('not yet'); throw new Error('no port is free');`);
    await expect(starting).rejects.toThrow(
      `The program process ended (exit code 1); its log is ${logFile()}.`,
    );
    await expect(starting).rejects.toThrow('no port is free');
    expect(await readFile(logFile(), 'utf8')).toContain('not yet');
    expect(existsSync(pidFile())).toBe(false);
    expect(reports).toEqual([]);
  });

  test('that is not there at all is an error, too', async () => {
    const entry = pathToFileURL(files.path('no-such-program.ts'));
    await expect(start('', { entry })).rejects.toThrow(/Could not resolve .*no-such-program.ts/);
  });

  test('that comes back broken is started again until it is well', async () => {
    // Dies at its second and third start.
    const shaky = `if (['2', '3'].includes(process.env.ROUND)) process.exit(9);\n${WELL}`;
    await start(shaky);
    process.kill(await pid(), 'SIGKILL');
    await eventually(() => expect(ready).toHaveLength(2));
    expect(round).toBe(4);
    expect(reports).toEqual([
      expect.stringContaining('ended (SIGKILL)'),
      expect.stringContaining('ended (exit code 9)'),
      expect.stringContaining('ended (exit code 9)'),
      'The program process is back.',
    ]);
  });

  test('may be stopped while it waits to be started again', async () => {
    const program = await start(`if (process.env.ROUND !== '1') process.exit(9);\n${WELL}`);
    process.kill(await pid(), 'SIGKILL');
    await eventually(() => expect(reports.length).toBeGreaterThan(1));
    await program.stop();
    const asked = round;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(round).toBe(asked);
  });

  test('ends when its supervisor was killed with -9', async () => {
    const entry = await files.write('program.ts', WELL);
    const parent = await startChildProgram(new URL('./parent.ts', import.meta.url), [
      entry,
      files.directory,
    ]);
    const child = Number((await parent.line()).split(' ')[0]);
    expect(process.kill(child, 0)).toBe(true);
    await parent.kill('SIGKILL');
    await eventually(() => expect(() => process.kill(child, 0)).toThrow('ESRCH'));
  });
});
