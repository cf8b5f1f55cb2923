import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runCompose } from '../../cli/compose/run-compose.ts';
import { copyRooms } from '../schema/room-copies.ts';
import type { RoomCopies } from '../schema/room-copies.ts';
import { bundled } from '../support/bundled.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** What `npm run compose -- ARGS` runs, in the folder of the copies so that paths are short. */
async function run(...args: readonly string[]): Promise<Outcome> {
  const [out, error]: [string[], string[]] = [[], []];
  const printing = {
    out: (text: string) => void out.push(text),
    error: (text: string) => void error.push(text),
  };
  const before = process.cwd();
  process.chdir(rooms.folder);
  try {
    const code = await runCompose(args, printing);
    return { code, out: out.join(''), error: error.join('') };
  } finally {
    process.chdir(before);
  }
}

/** The same as a program of its own. */
function runProgram(program: string, ...args: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: rooms.folder,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, error: stderr };
}

let rooms: RoomCopies;
let config: readonly [string, string];
beforeEach(() => {
  rooms = copyRooms();
  config = ['--config', rooms.config];
});
afterEach(() => rooms.remove());

const output = (name: string): string => join(rooms.folder, 'schema', name);

describe('the command compose', () => {
  test('writes both files and a summary, then finds them up to date', async () => {
    const written = await run(...config);
    expect(written).toMatchObject({ code: 0, error: '' });
    expect(written.out).toMatch(
      /^7 rooms \(banking, customers, governance, insurance, lending, metrics, service\), \d+ object types, \d+ fields\.\n$/,
    );
    expect(readFileSync(output('supergraph.graphql'), 'utf8')).toContain('@join__graph');
    expect(readFileSync(output('api.graphql'), 'utf8')).not.toContain('join__');
    expect(await run(...config, '--check')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Up to date; @apollo/composition agrees.'),
    });
  });

  test('--check exits 1 for files that are missing or stale, and writes nothing', async () => {
    const missing = await run(...config, '--check');
    expect(missing).toMatchObject({ code: 1, out: '' });
    expect(missing.error).toBe(
      'schema/supergraph.graphql is not up to date: run `npm run compose`.\n' +
        'schema/api.graphql is not up to date: run `npm run compose`.\n',
    );
    expect(existsSync(output('api.graphql'))).toBe(false);
    await run(...config);
    appendFileSync(output('api.graphql'), '\n');
    expect((await run(...config, '--check')).error).toBe(
      'schema/api.graphql is not up to date: run `npm run compose`.\n',
    );
  });

  test('a bare field of a shared type fails with its file and line, and nothing is written', async () => {
    const line = rooms.replace(
      'lending',
      '  sourceRecords: [SourceRecord!] @external',
      '  nickname: String\n  sourceRecords: [SourceRecord!] @external',
    );
    const { code, out, error } = await run(...config);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    const place = `subgraphs/lending/schema.graphql:${line}:3`;
    expect(error.split('\n')).toEqual([
      expect.stringContaining(`${place} FIELD_WITHOUT_ACCESS_RULE Field "Customer.nickname"`),
      expect.stringContaining(`${place} FIELD_WITHOUT_CLASSIFICATION Field "Customer.nickname"`),
      expect.stringContaining(`${place} FIELD_WITHOUT_OWNER Field "Customer.nickname"`),
      '3 faults.',
      '',
    ]);
    expect(existsSync(output('supergraph.graphql'))).toBe(false);
  });

  test('a fault leaves what was written before as it was', async () => {
    writeFileSync(output('supergraph.graphql'), 'as before');
    writeFileSync(rooms.fileOf('metrics'), 'type');
    expect((await run(...config)).error).toMatch(
      /^subgraphs\/metrics\/schema.graphql:1:5 SDL_SYNTAX .*\n1 fault\.\n$/,
    );
    expect(readFileSync(output('supergraph.graphql'), 'utf8')).toBe('as before');
  });

  test('is a program that prints to its two streams and ends with the code', async () => {
    const program = await bundled(join(ROOT, 'cli/compose.ts'));
    expect(runProgram(program, ...config)).toMatchObject({ code: 0, error: '' });
    writeFileSync(rooms.fileOf('metrics'), 'type');
    const faulty = runProgram(program, ...config);
    expect(faulty).toMatchObject({ code: 1, out: '' });
    expect(faulty.error).toContain('SDL_SYNTAX');
  });

  test('--help says how it is used; an unknown option says so and exits 1', async () => {
    expect(await run('--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Usage: npm run compose'),
    });
    expect(await run('--chek')).toMatchObject({
      code: 1,
      out: '',
      error: expect.stringContaining("'--chek'"),
    });
    expect((await run('--config', 'gone.yaml')).error).toMatch(/^gone.yaml:1:1 CONFIG_NOT_FOUND /);
  });
});
