/** Whose gateway. */
export type EngineName = 'native' | 'reference' | 'apollo' | 'hive' | 'hive-rust';

/** What identical requests under way at the same time share. */
export type Sharing =
  | 'nothing'
  /** Requests to subgraphs. */
  | 'subgraph'
  /** Those and whole requests of clients. */
  | 'requests';

/** A gateway in one configuration. */
export interface Contestant {
  readonly engine: EngineName;
  readonly sharing: Sharing;
  /** Processes that answer; more than one is not pinned to a core. */
  readonly workers: number;
  /** Whether it keeps the read ledger, for which the workload needs the governance room. */
  readonly isRecorded?: boolean;
}

/** Who takes part, in the order of the rounds: edit here. */
export const contestants: readonly Contestant[] = [
  { engine: 'reference', sharing: 'nothing', workers: 1 },
  { engine: 'native', sharing: 'nothing', workers: 1 },
  { engine: 'apollo', sharing: 'nothing', workers: 1 },
  { engine: 'hive', sharing: 'nothing', workers: 1 },
  { engine: 'hive-rust', sharing: 'nothing', workers: 1 },
  { engine: 'native', sharing: 'subgraph', workers: 1 },
  { engine: 'hive', sharing: 'subgraph', workers: 1 },
  { engine: 'hive-rust', sharing: 'subgraph', workers: 1 },
  { engine: 'native', sharing: 'requests', workers: 1 },
  { engine: 'hive', sharing: 'requests', workers: 1 },
  { engine: 'hive-rust', sharing: 'requests', workers: 1 },
];

export const engineNames: readonly EngineName[] = [
  'native',
  'reference',
  'apollo',
  'hive',
  'hive-rust',
];
export const sharings: readonly Sharing[] = ['nothing', 'subgraph', 'requests'];

/** Whether it can share nothing: then it is compared with all that share something too. */
export function sharesNothing({ engine }: Contestant): boolean {
  return engine === 'reference' || engine === 'apollo';
}

/** Whether it is a Switchboard: only that knows its access rules. */
export function isOurs({ engine }: Contestant): boolean {
  return engine === 'native' || engine === 'reference';
}

export function nameOf({ engine, sharing, workers, isRecorded }: Contestant): string {
  const ledger = isRecorded === true ? ' / ledger' : '';
  return `${engine} / ${sharing}${workers === 1 ? '' : ` / ${workers} workers`}${ledger}`;
}
