import { execFile, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { bundled } from '../../support/bundled.ts';
import { failure, startPlayedGateway, type PlayedGateway } from '../played-gateway.ts';
import { COMPLAINTS, complaintRows } from './complaint-file.ts';
import { playedRooms, type PlayedRooms } from './played-rooms.ts';
import { makeTemporaryFiles, type TemporaryFiles } from './temporary-files.ts';

const COMMAND = fileURLToPath(new URL('../../../cli/import.ts', import.meta.url));

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the import command', () => {
  let entry: string;
  let files: TemporaryFiles;
  let rooms: PlayedRooms;
  let gateway: PlayedGateway;
  let child: ChildProcess | null;
  /** Told of each request before it is answered. */
  let onRequest: (number: number) => void;

  beforeAll(async () => {
    entry = await bundled(COMMAND);
  });

  beforeEach(async () => {
    files = await makeTemporaryFiles();
    rooms = playedRooms();
    onRequest = () => undefined;
    gateway = await startPlayedGateway((request) => {
      onRequest(gateway.requests.length);
      return rooms.play(request);
    });
    await files.write('rows.csv', complaintRows(1_600));
    await files.write('mapping.yaml', COMPLAINTS);
  });

  afterEach(async () => {
    child?.kill('SIGKILL');
    await gateway.stop();
    await files.remove();
  });

  const run = (...args: readonly string[]) =>
    new Promise<Outcome>((resolve) => {
      const environment = {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        DATA_DIR: files.path('data'),
        SWITCHBOARD_TOKEN: 'given',
      };
      child = execFile(
        process.execPath,
        [entry, ...args],
        { env: environment },
        (_error, stdout, stderr) => resolve({ code: child?.exitCode ?? null, stdout, stderr }),
      );
    });

  const importRows = (...args: readonly string[]) =>
    run(
      ...['--division', 'banking', '--mapping', files.path('mapping.yaml')],
      ...['--url', gateway.url, ...args, files.path('rows.csv')],
    );

  const number = (stdout: string, field: string) =>
    Number(new RegExp(`^ *${field} +(\\d+)$`, 'm').exec(stdout)?.[1]);

  test('prints what became of the rows, and where those are that were not taken', async () => {
    const { code, stdout, stderr } = await importRows();
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const told = ['read', 'accepted', 'unchanged', 'rejected', 'skipped'];
    expect(told.map((field) => number(stdout, field))).toEqual([1_600, 1_472, 0, 96, 32]);
    expect(stdout).toContain('32 x expected 5 fields, but got: 2');
    expect(stdout).toContain('32 x answered before it came');
    expect(stdout).toContain(`rejected rows are in ${files.path('rows.csv.rejected.csv')}`);
    expect(stderr).toContain('100 % 1600 rows');
    expect(gateway.requests[0]?.authorization).toBe('Bearer given');
  });

  test('killed with -9 and given again comes to the same rows and the same reject file', async () => {
    await importRows();
    const rejects = files.path('rows.csv.rejected.csv');
    const [before, records] = [await readFile(rejects, 'utf8'), rooms.cases];
    rooms = playedRooms();
    for (const request of [2, 3]) {
      const killAt = gateway.requests.length + request;
      onRequest = (now) => {
        if (now === killAt) child?.kill('SIGKILL');
      };
      expect((await importRows()).code).not.toBe(0);
    }
    onRequest = () => undefined;
    const { code, stdout } = await importRows();
    expect(code).toBe(0);
    expect(stdout).toMatch(/continued after row (500|1000|1500)/);
    expect(number(stdout, 'read')).toBe(1_600);
    expect(number(stdout, 'accepted') + number(stdout, 'unchanged')).toBe(1_472);
    expect(await readFile(rejects, 'utf8')).toBe(before);
    expect(rooms.cases).toEqual(records);
  });

  test('ends with 1 and the words of a gateway that refuses', async () => {
    gateway.interject(failure('FORBIDDEN', 'Only operators import'));
    const { code, stdout, stderr } = await importRows();
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('Only operators import (FORBIDDEN)');
    expect(stderr).not.toContain('    at ');
  });

  test('ends with 1 when it is told too little, or nonsense', async () => {
    const nothing = await run();
    expect(nothing).toMatchObject({ code: 1, stdout: '' });
    expect(nothing.stderr).toContain('Expected --mapping and one file.');
    const patience = await importRows('--patience', 'long');
    expect(patience.code).toBe(1);
    expect(patience.stderr).toContain(
      '--patience must be a whole number of seconds, but got: "long".',
    );
  });
});
