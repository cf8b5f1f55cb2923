import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

test('a room by itself does not start without the bus that takes its events to the others', () => {
  const { REDIS_URL: _, ...environment } = process.env;
  const program = fileURLToPath(new URL('../../cli/room.ts', import.meta.url));
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx/esm', program, 'service'],
    {
      env: environment,
      encoding: 'utf8',
    },
  );
  expect(stderr).toContain('needs REDIS_URL');
  expect(status).toBe(1);
});
