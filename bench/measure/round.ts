import { percentile } from '../load/statistics.ts';
import { inTurn, runLoad, type WireRequest } from '../load/run-load.ts';
import { readUsage } from './process-usage.ts';

export interface RoundOptions {
  readonly connections: number;
  readonly seconds: number;
}

export interface RoundSubject {
  readonly url: URL;
  readonly pid: number;
  readonly requests: readonly WireRequest[];
  readonly subgraphRequests: () => Promise<number>;
}

/** What one contestant did in one round. */
export interface Round {
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of processor time a request; NaN where it cannot be read. */
  readonly cpu: number;
  /** Of a core, by all processes of the gateway; below 1 for one process, something else was what took time. */
  readonly busy: number;
  readonly subgraphRequests: number;
  readonly errors: number;
  readonly firstError: string | null;
}

/** Before each round, unmeasured: connections to subgraphs open, caches come back from the last contestant. */
const LEAD_SECONDS = 0.4;
/** No round of this bench gets near it; a faulty gateway that answers nothing at once would. */
const MOST_REQUESTS = 2_000_000;

export async function runRound(subject: RoundSubject, options: RoundOptions): Promise<Round> {
  const requestAt = inTurn(subject.requests);
  const load = { ...options, url: subject.url, requestAt, mostRequests: MOST_REQUESTS };
  await runLoad({ ...load, seconds: LEAD_SECONDS });
  const [usageBefore, askedBefore] = [readUsage(subject.pid), await subject.subgraphRequests()];
  const result = await runLoad(load);
  const [usageAfter, askedAfter] = [readUsage(subject.pid), await subject.subgraphRequests()];
  const cpuSeconds = (usageAfter?.cpuSeconds ?? Number.NaN) - (usageBefore?.cpuSeconds ?? 0);
  return {
    requests: result.requests,
    requestsPerSecond: result.requests / result.seconds,
    p50: percentile(result.latencies, 0.5),
    p99: percentile(result.latencies, 0.99),
    cpu: (cpuSeconds * 1000) / result.requests,
    busy: cpuSeconds / result.seconds,
    subgraphRequests: (askedAfter - askedBefore) / result.requests,
    errors: result.errors,
    firstError: result.firstError,
  };
}
