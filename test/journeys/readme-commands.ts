import { describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT, type House } from '../support/house.ts';

const run = promisify(execFile);

/** These run this test, or ran before it: everything else in the README is run here. */
const RUN_BY_CI = ['npm ci', 'npm test'];

const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].map((match) => match[1] ?? '');
const commands = blocks.flatMap((block) =>
  block
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== ''),
);

/** What a command must print for its reader to be served. */
const EXPECTED: readonly (readonly [command: RegExp, output: RegExp])[] = [
  [/run -s token/, /^[\w-]+\.[\w-]+\.[\w-]+$/m],
  [/customerBySource/, /"name":\{"full":"[^"]+"\}.*"accounts".*"loans".*"policies".*"cases"/],
  [/kpis/, /"name":"contact_volume","value":\d+/],
  [/run compose/, /\d+ rooms/],
  [/import -- --help/, /--mapping/],
  [/run match -- --help/, /--mapping/],
  [/run rematch -- --help/, /--learn/],
  [/run -s recount -- --help/, /every event/],
  [/run -s statement -- --help/, /--csv/],
  [/run -s statement -- --division/, /^contacts +CONTACTS +[1-9][^]*^saving +-?\d+\.\d\d$/m],
  [/gateway -- --help/, /--supergraph/],
  [/config-schema/, /"\$schema"/],
  [/run -s secrets/, /^ASSERTION_SECRET=/m],
];

/** Runs what the README shows in a house with the sample company, which is what its reader has after `npm start`. */
export function describeReadmeCommands(started: () => House): void {
  describe('every command in the README', () => {
    test('is one that this test knows', () => {
      expect(commands.length).toBeGreaterThanOrEqual(8);
      for (const command of commands) {
        const known = [...RUN_BY_CI, 'npm start'].includes(command);
        expect([command, known || expectedOf(command) !== undefined]).toEqual([command, true]);
      }
    });

    const shown = commands.filter((command) => expectedOf(command) !== undefined);

    test.each(shown)('%s', async (command) => {
      const house = started();
      const here = command.replaceAll('http://127.0.0.1:4000/graphql', house.url);
      const { stdout } = await run('bash', ['-c', here], { cwd: PROJECT, env: house.environment });
      expect(stdout).not.toContain('"errors"');
      expect(stdout).toMatch(expectedOf(command) ?? /never/);
    });
  });
}

function expectedOf(command: string): RegExp | undefined {
  return EXPECTED.findLast(([pattern]) => pattern.test(command))?.[1];
}
