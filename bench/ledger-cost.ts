/**
 * What the read ledger costs a gateway: the native engine on workload b with the ledger against without. The room
 * that keeps it is real, and on the load's core.
 *
 *   node --import tsx/esm bench/ledger-cost.ts [rounds] [seconds]
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contestant } from './contestants/contestant.ts';
import { medianRatio } from './load/statistics.ts';
import { runContest } from './measure/contest.ts';
import { chooseCores, pinThisProcess } from './measure/cores.ts';
import { resultsTable } from './report/results-table.ts';
import { customer360Workload } from './workloads/customer-360.ts';

const bare: Contestant = { engine: 'native', sharing: 'nothing', workers: 1 };
const recorded: Contestant = { ...bare, isRecorded: true };

const cores = chooseCores();
pinThisProcess(cores.load);
const directory = mkdtempSync(join(tmpdir(), 'switchboard-ledger-'));
const workload = await customer360Workload.open({ directory, core: cores.load });
try {
  const setting = { ...workload, directory, cores, preload: null };
  const results = await runContest([bare, recorded], workload, setting, {
    ...{ rounds: Number(process.argv[2] ?? 7), seconds: Number(process.argv[3] ?? 3) },
    ...{ connections: 50, warmUpRequests: 3_000 },
    report: (line) => console.error(`- ${line}`),
  });
  console.log(resultsTable(results));
  const [without = [], withLedger = []] = results.map((one) =>
    one.kind === 'measured' ? one.rounds.map(({ cpu }) => cpu) : [],
  );
  const ratio = medianRatio(withLedger, without);
  console.log(`processor time of a request with the ledger: x ${ratio.toFixed(3)}`);
} finally {
  await workload.stop();
}
