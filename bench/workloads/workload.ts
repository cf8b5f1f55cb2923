import type { BenchRequest } from '../load/wire-request.ts';

/** Subgraphs that run, and what clients ask over them. */
export interface Workload {
  readonly supergraphFile: string;
  /** What Switchboard's gateway needs beside its configuration file. */
  readonly environment: Readonly<Record<string, string>>;
  readonly passesCaller: boolean;
  readonly requests: readonly BenchRequest[];
  /** Requests to subgraphs since they were started, those of all contestants together. */
  readonly subgraphRequests: () => Promise<number>;
  /** Throws when the reference's answer to the first request is not what this workload is meant to be. */
  readonly check: (answer: string) => void;
  readonly stop: () => Promise<void>;
}

export interface WorkloadOptions {
  /** For the supergraph, keys and logs. */
  readonly directory: string;
  /** Where subgraphs run. */
  readonly core: number | null;
}

export interface WorkloadDescription {
  readonly key: string;
  readonly title: string;
  readonly open: (options: WorkloadOptions) => Promise<Workload>;
}
