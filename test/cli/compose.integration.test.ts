import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
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
function run(...args: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [compose, ...args], {
    cwd: rooms.folder,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, error: stderr };
}

let compose: string;
let rooms: RoomCopies;
let config: readonly [string, string];
beforeAll(async () => {
  compose = await bundled(join(ROOT, 'cli/compose.ts'));
});
beforeEach(() => {
  rooms = copyRooms();
  config = ['--config', rooms.config];
});
afterEach(() => rooms.remove());

const output = (name: string): string => join(rooms.folder, 'schema', name);

describe('the command compose', () => {
  test('writes both files and a summary, then finds them up to date', () => {
    const written = run(...config);
    expect(written).toMatchObject({ code: 0, error: '' });
    expect(written.out).toMatch(
      /^7 rooms \(banking, customers, governance, insurance, lending, metrics, service\), \d+ object types, \d+ fields\.\n$/,
    );
    expect(readFileSync(output('supergraph.graphql'), 'utf8')).toContain('@join__graph');
    expect(readFileSync(output('api.graphql'), 'utf8')).not.toContain('join__');
    expect(run(...config, '--check')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Up to date; @apollo/composition agrees.'),
    });
  });

  test('--check exits 1 for files that are missing or stale, and writes nothing', () => {
    const missing = run(...config, '--check');
    expect(missing).toMatchObject({ code: 1, out: '' });
    expect(missing.error).toBe(
      'schema/supergraph.graphql is not up to date: run `npm run compose`.\n' +
        'schema/api.graphql is not up to date: run `npm run compose`.\n',
    );
    expect(existsSync(output('api.graphql'))).toBe(false);
    run(...config);
    appendFileSync(output('api.graphql'), '\n');
    expect(run(...config, '--check').error).toBe(
      'schema/api.graphql is not up to date: run `npm run compose`.\n',
    );
  });

  test('a bare field of a shared type fails with its file and line, and nothing is written', () => {
    const line = rooms.replace(
      'lending',
      '  sourceRecords: [SourceRecord!] @external',
      '  nickname: String\n  sourceRecords: [SourceRecord!] @external',
    );
    const { code, out, error } = run(...config);
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

  test('a fault leaves what was written before as it was', () => {
    writeFileSync(output('supergraph.graphql'), 'as before');
    writeFileSync(rooms.fileOf('metrics'), 'type');
    expect(run(...config).error).toMatch(
      /^subgraphs\/metrics\/schema.graphql:1:5 SDL_SYNTAX .*\n1 fault\.\n$/,
    );
    expect(readFileSync(output('supergraph.graphql'), 'utf8')).toBe('as before');
  });

  test('--help says how it is used; an unknown option says so and exits 1', () => {
    expect(run('--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Usage: npm run compose'),
    });
    expect(run('--chek')).toMatchObject({
      code: 1,
      out: '',
      error: expect.stringContaining("'--chek'"),
    });
    expect(run('--config', 'gone.yaml').error).toMatch(/^gone.yaml:1:1 CONFIG_NOT_FOUND /);
  });
});
