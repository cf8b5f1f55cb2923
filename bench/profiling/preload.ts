/**
 * Loaded into a gateway before its own code: the first SIGUSR2 starts a profile, the second one writes it to the
 * file that BENCH_PROFILE_FILE names. BENCH_PROFILE is `cpu` or `allocations`; the latter counts what has been
 * collected since, which `node --heap-prof` leaves out.
 */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

const { BENCH_PROFILE: kind, BENCH_PROFILE_FILE: file = 'bench.profile' } = process.env;
const CPU_SAMPLE_MICROSECONDS = 500;
const ALLOCATION_SAMPLE_BYTES = 8 * 1024;

const session = new Session();
session.connect();
let stop: (() => Promise<object>) | null = null;

process.on('SIGUSR2', () => {
  toggle().catch((error: unknown) => {
    console.error(error);
  });
});

async function toggle(): Promise<void> {
  if (stop === null) {
    stop = kind === 'cpu' ? await startCpu() : await startAllocations();
    return;
  }
  const profile = await stop();
  stop = null;
  writeFileSync(file, JSON.stringify(profile));
}

async function startCpu(): Promise<() => Promise<object>> {
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: CPU_SAMPLE_MICROSECONDS });
  await session.post('Profiler.start');
  return async () => (await session.post('Profiler.stop')).profile;
}

async function startAllocations(): Promise<() => Promise<object>> {
  const options = {
    samplingInterval: ALLOCATION_SAMPLE_BYTES,
    // Node's types know only the first of them; V8 knows all.
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  };
  await session.post('HeapProfiler.startSampling', options);
  return async () => (await session.post('HeapProfiler.stopSampling')).profile;
}
