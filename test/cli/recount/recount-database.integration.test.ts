import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { recountDatabase } from '../../../cli/recount/recount-database.ts';
import { openDatabase } from '../../../subgraphs/kit/database.ts';
import { openRoomDatabase } from '../../../subgraphs/kit/room-database.ts';
import { metricsMigrations } from '../../../subgraphs/metrics/migrations.ts';

let parent: string;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'recount-'));
});
afterAll(() => rm(parent, { recursive: true }));

test('refuses where the metrics room never wrote, and makes nothing', async () => {
  const data = join(parent, 'none');
  await expect(recountDatabase({ DATA_DIR: data })).rejects.toThrow(
    `Expected events and KPIs in ${join(data, 'embedded', 'database')}, but got: nothing`,
  );
  expect(existsSync(data)).toBe(false);
});

test('refuses a database that somebody has open, and sweeps and sums once it is free', async () => {
  const data = join(parent, 'data');
  const directory = join(data, 'embedded', 'database');
  const pool = await openDatabase({ kind: 'embedded', directory });
  const database = await openRoomDatabase<{
    rollup_layout: { source: string };
  }>(pool, 'metrics', metricsMigrations);
  await expect(recountDatabase({ DATA_DIR: data })).rejects.toThrow(join(data, 'embedded'));
  expect(await database.selectFrom('rollup_layout').selectAll().execute()).toEqual([]);
  await pool.close();
  expect(await recountDatabase({ DATA_DIR: data })).toEqual({
    rooms: [],
    fresh: 0,
  });
});
