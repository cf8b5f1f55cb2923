import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { bundled } from '../support/bundled.ts';

test('a room by itself does not start without the bus that takes its events to the others', async () => {
  const { REDIS_URL: _, ...environment } = process.env;
  const program = await bundled(fileURLToPath(new URL('../../cli/room.ts', import.meta.url)));
  const { status, stderr } = spawnSync(process.execPath, [program, 'service'], {
    env: environment,
    encoding: 'utf8',
  });
  expect(stderr).toContain('needs REDIS_URL');
  expect(status).toBe(1);
});
