import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { openRoomDatabase } from '../../../../subgraphs/kit/room-database.ts';
import { openDataSource } from '../../../../subgraphs/service/data-source.ts';
import { serviceMigrations } from '../../../../subgraphs/service/migrations.ts';
import { readSlaBook } from '../../../../subgraphs/service/sla/sla-book.ts';
import type { ServiceTables } from '../../../../subgraphs/service/tables.ts';
import { startChildProgram } from '../../../support/child-program.ts';
import { describeWithPostgres } from '../../../support/needs-server.ts';
import { openServerDatabase } from '../../../support/server-database.ts';

/** `SLA_KILLS=50` kills more often. */
const KILLS = Number(process.env['SLA_KILLS'] ?? 3);
const REPLICAS = 3;
/** Enough that replicas are at work when they are killed. */
const CASES_A_KILL = 400;
const REPLICA = new URL('./watching-replica.ts', import.meta.url);

/** Numbers from 0 to 1 that look random and are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const ABOUT = {
  customer: { division: 'banking', localId: 'B1' },
  subject: 'Card lost',
  description: null,
  type: 'INCIDENT',
  category: null,
  reasonCode: null,
  priority: 'URGENT',
  channel: 'PHONE',
  valueTier: null,
  language: null,
} as const;

/** First replies at risk after 45 minutes and late after an hour; resolutions after 6 and 8 hours. */
const AGES = [0.5, 0.8, 2, 7, 9];
const ALERTS = [0, 1, 2, 3, 4];

describeWithPostgres('replicas that watch clocks and are killed', (url) => {
  test(
    `after ${KILLS} kills every warning and breach was told once`,
    async () => {
      const server = await openServerDatabase(url);
      const tables = await openRoomDatabase<ServiceTables>(server, 'service', serviceMigrations);
      const source = openDataSource(tables, await readSlaBook(undefined));
      const random = seeded(7);
      let expected = 0;
      const openCases = async () => {
        for (let opened = 0; opened < CASES_A_KILL; opened += 1) {
          const kind = Math.floor(random() * AGES.length);
          const at = new Date(Date.now() - (AGES[kind] ?? 0) * 3_600_000);
          await source.openCase(ABOUT, { actor: 'a', at });
          expected += ALERTS[kind] ?? 0;
        }
      };
      const start = () => startChildProgram(REPLICA, [server.url]);
      const replicas = await Promise.all(Array.from({ length: REPLICAS }, start));
      try {
        for (let kill = 0; kill < KILLS; kill += 1) {
          const place = Math.floor(random() * REPLICAS);
          await replicas[place]?.line();
          // They come while the replica looks, so that the kill meets it at work.
          await Promise.all([openCases(), sleep(random() * 400)]);
          await replicas[place]?.kill('SIGKILL');
          replicas[place] = await start();
        }
        await untilNothingWaits(server);
        expect(await told(server)).toEqual({
          events: expected,
          different: expected,
          alerts: expected,
        });
      } finally {
        await Promise.all(replicas.map((replica) => replica.kill('SIGKILL')));
        await server.close();
      }
    },
    60_000 + KILLS * 5_000,
  );
});

type Server = Awaited<ReturnType<typeof openServerDatabase>>;

async function untilNothingWaits({ pool }: Server): Promise<void> {
  for (;;) {
    const waiting = await pool.query<{ waiting: number }>(
      'select count(*)::int as waiting from service.service_case where sla_look_at < now()',
    );
    if (waiting.rows[0]?.waiting === 0) return;
    await sleep(100);
  }
}

async function told({ pool }: Server): Promise<unknown> {
  const { rows } = await pool.query(`select count(*)::int as events,
    count(distinct (type, payload->'caseId', payload->'metric', payload->'sequence'))::int as different,
    (select count(*)::int from service.sla_alert) as alerts
    from service.outbox where type in ('sla.warned', 'sla.breached')`);
  return rows[0];
}
