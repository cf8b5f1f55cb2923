import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { openRoomDatabase } from '../../../subgraphs/kit/room-database.ts';
import { lockFacts } from '../../../subgraphs/metrics/data-source.ts';
import { metricsMigrations } from '../../../subgraphs/metrics/migrations.ts';
import type { MetricsTables } from '../../../subgraphs/metrics/tables.ts';
import { describeWithPostgres } from '../../support/needs-server.ts';
import { openServerDatabase } from '../../support/server-database.ts';

describeWithPostgres('tables of metrics', (url) => {
  test('are changed while another replica counts, neither of them in the way of the other', async () => {
    const pool = await openServerDatabase(url);
    const earlier = metricsMigrations.filter(({ name }) => name < '0009');
    const database = await openRoomDatabase<MetricsTables>(pool, 'metrics', earlier);
    const waiting = sql<{ count: number }>`select count(*)::int as count from pg_locks
      join pg_stat_activity using (pid) where not granted and datname = current_database()`;
    const changed = await database.transaction().execute(async (transaction) => {
      await lockFacts(transaction);
      await sql`lock table metrics.case_fact in row exclusive mode`.execute(transaction);
      const opened = openRoomDatabase<MetricsTables>(pool, 'metrics', metricsMigrations);
      while ((await waiting.execute(transaction)).rows[0]?.count === 0) await setTimeout(20);
      for (const table of ['survey', 'customer_change']) {
        const name = sql.table(`metrics.${table}`);
        await sql`lock table ${name} in row exclusive mode`.execute(transaction);
      }
      return { opened };
    });
    await expect(changed.opened).resolves.toBeDefined();
    await pool.close();
  });
});
