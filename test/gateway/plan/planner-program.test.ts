import { afterAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { stripSecurity } from '../../../gateway/access/strip-security.ts';
import { PLANNER_ENTRY, plannerProgram } from '../../../gateway/plan/planner-program.ts';
import { PlanningThread } from '../../../gateway/plan/planning-thread.ts';
import { readFileSync } from 'node:fs';

const supergraph = stripSecurity(
  readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8'),
);
const threads: PlanningThread[] = [];
afterAll(() => Promise.all(threads.map((thread) => thread.stop())));

async function planFrom(program: URL) {
  const thread = new PlanningThread(program, supergraph, { milliseconds: 60_000, megabytes: 512 });
  threads.push(thread);
  return {
    api: await thread.ready,
    plan: await thread.plan('{ customer(id: "1") { id loans { nodes { id } } } }'),
  };
}

test('a planner that loads file by file plans as the one that is one file', async () => {
  const bundled = await plannerProgram(pino({ level: 'silent' }));
  expect(bundled).not.toEqual(PLANNER_ENTRY);
  expect(await planFrom(PLANNER_ENTRY)).toEqual(await planFrom(bundled));
});
