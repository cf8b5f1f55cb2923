import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AccessFaults } from '../../gateway/access/access-control.ts';
import { readConfig } from '../../gateway/config.ts';
import { startGateway } from '../../gateway/start-gateway.ts';
import { bundled } from '../support/bundled.ts';
import { PROJECT } from '../support/house.ts';

const folder = mkdtempSync(join(tmpdir(), 'access-'));
afterAll(() => rmSync(folder, { recursive: true }));

let access: string;
beforeAll(async () => {
  access = await bundled(join(PROJECT, 'cli/access.ts'));
});

/** What `npm run access -- ARGS` runs on the company's own graph. */
function run(...args: readonly string[]): { code: number | null; out: string; error: string } {
  const files = [
    ...['--supergraph', join(PROJECT, 'schema/supergraph.graphql')],
    ...['--config', join(PROJECT, 'schema/supergraph.yaml')],
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [access, ...files, ...args], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, error: stderr };
}

describe('the command access', () => {
  test('prints what it is asked for', () => {
    const { code, out, error } = run('--explain', 'Account.balance', '--role', 'agent');
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toMatch(/decision +deny/);
  });

  test('refuses what it does not know on its other stream, and ends with 1', () => {
    const refused = { code: 1, out: '', error: expect.stringContaining('Did you mean "agent"?') };
    expect(run('--role', 'agnet')).toMatchObject(refused);
  });
});

describe('a supergraph with faulty rules', () => {
  const file = join(folder, 'supergraph.graphql');
  const fault = `${file}:2:46 Policy "nobodyKnows" is named in the supergraph and must have a rule.`;
  beforeAll(() => {
    writeFileSync(
      file,
      `schema { query: Query }
type Query { secret: Int @policy(policies: [["nobodyKnows"]]) }
enum join__Graph { A @join__graph(name: "a", url: "http://127.0.0.1:1/graphql") }`,
    );
  });

  test('is refused by the command with file and line', () => {
    const { code, error } = run('--supergraph', file, '--role', 'agent');
    expect([code, error]).toEqual([1, expect.stringContaining(fault)]);
  });

  test('stops the start of the gateway with file and line', async () => {
    const ports = { PORT: '0', ADMIN_PORT: '0', NODE_ENV: 'test', DATA_DIR: folder };
    const starting = startGateway(readConfig({ ...ports, SUPERGRAPH: file, LOG_LEVEL: 'silent' }));
    const refused: unknown = await starting.catch((error: unknown) => error);
    expect(refused instanceof AccessFaults ? refused.faults : refused).toEqual([fault]);
  });
});
