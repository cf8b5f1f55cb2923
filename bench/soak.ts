/**
 * Sends one process of our gateway a million requests of mixed operations and prints its memory on the way.
 *
 *   node --import tsx/esm bench/soak.ts [--requests N] [--step N] [--connections N] [--engine NAME]
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from './contestants/free-port.ts';
import type { RunningContestant } from './contestants/running-contestant.ts';
import { startSwitchboard } from './contestants/switchboard.ts';
import { runLoad } from './load/run-load.ts';
import { chooseCores, pinThisProcess } from './measure/cores.ts';
import { readUsage } from './measure/process-usage.ts';
import { markdownTable } from './report/markdown-table.ts';
import { catalogue } from './subgraphs/catalogue.ts';
import { shop } from './subgraphs/shop.ts';
import { mixedRequests } from './workloads/mixed-requests.ts';
import { openOwnSubgraphs } from './workloads/open-own-subgraphs.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '1000000' },
    step: { type: 'string', default: '50000' },
    connections: { type: 'string', default: '50' },
    engine: { type: 'string', default: 'native' },
  },
});
const [whole, step, connections] = [values.requests, values.step, values.connections].map(Number);
/** A step that takes longer than this is cut short, and the soak with it. */
const STEP_DEADLINE_SECONDS = 1_800;

async function soak(counts: { whole: number; step: number; connections: number }): Promise<void> {
  const cores = chooseCores();
  pinThisProcess(cores.load);
  const directory = mkdtempSync(join(tmpdir(), 'switchboard-soak-'));
  const subgraphs = [...shop, ...catalogue];
  const workload = await openOwnSubgraphs(subgraphs, [], { directory, core: cores.load });
  const adminPort = await freePort();
  const engine = values.engine === 'reference' ? 'reference' : 'native';
  const gateway = await startSwitchboard(
    { engine, sharing: 'subgraph', workers: 1 },
    { ...workload, directory, cores, preload: null, adminPort },
  );
  try {
    const requestAt = await mixedRequests(gateway.url);
    const rows: string[][] = [];
    for (let sent = 0; sent < counts.whole; sent += counts.step) {
      const first = sent;
      const result = await runLoad({
        url: gateway.url,
        requestAt: (index) => requestAt(first + index),
        connections: counts.connections,
        seconds: STEP_DEADLINE_SECONDS,
        mostRequests: counts.step,
      });
      if (result.errors > 0) throw new Error(`${result.errors} errors: ${result.firstError ?? ''}`);
      const rate = (result.requests / result.seconds).toFixed(0);
      rows.push([String(sent + result.requests), ...(await memoryOf(gateway, adminPort)), rate]);
      console.error(rows.at(-1)?.join('  '));
    }
    console.log(markdownTable(['requests', 'RSS MiB', 'heap MiB', 'requests/s'], rows));
  } finally {
    await gateway.program.stop();
    await workload.stop();
  }
}

/** Resident size and used heap, in mebibytes. */
async function memoryOf({ program }: RunningContestant, adminPort: number): Promise<string[]> {
  const metrics = await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text();
  const heap = Number(/^nodejs_heap_size_used_bytes (\S+)$/m.exec(metrics)?.[1] ?? Number.NaN);
  const resident = readUsage(program.pid)?.residentBytes ?? Number.NaN;
  return [resident, heap].map((bytes) => (bytes / 1024 / 1024).toFixed(0));
}

if (whole === undefined || step === undefined || connections === undefined) {
  throw new Error('Counts must be numbers.');
}
await soak({ whole, step, connections });
