import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { PGlite } from '@electric-sql/pglite';
import { expect, test } from '@jest/globals';

import { emptyDatabase } from '../../../subgraphs/kit/empty-database.ts';
import { PROJECT } from '../../support/house.ts';

const run = promisify(execFile);

test('an install makes it and the programs ready, and has nothing to complain of', async () => {
  const { stdout, stderr } = await run('npm', ['run', '-s', 'prepare'], { cwd: PROJECT });
  expect([stdout, stderr]).toEqual(['', '']);
});

test('it is made once, and nothing is in it', async () => {
  const [first, second] = [await emptyDatabase(), await emptyDatabase()];
  expect(
    Buffer.from(await first.arrayBuffer()).equals(Buffer.from(await second.arrayBuffer())),
  ).toBe(true);
  const pglite = await PGlite.create({ loadDataDir: first });
  const { rows } = await pglite.query(
    "select (select count(*) from pg_database)::int as databases, count(*)::int as tables from pg_tables where schemaname <> all('{pg_catalog,information_schema}')",
  );
  await pglite.close();
  expect(rows).toEqual([{ databases: 1, tables: 0 }]);
});
