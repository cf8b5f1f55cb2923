import type { Contestant } from '../contestants/contestant.ts';
import { median } from '../load/statistics.ts';
import type { Result } from '../measure/contest.ts';
import type { Round } from '../measure/round.ts';

export type Measured = Extract<Result, { readonly kind: 'measured' }>;

/** Medians over the rounds. */
export interface Summary {
  readonly contestant: Contestant;
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpu: number;
  readonly busy: number;
  readonly subgraphRequests: number;
  readonly peakMebibytes: number;
}

export function summarise({ contestant, rounds, peakBytes }: Measured): Summary {
  const middle = (pick: (round: Round) => number) => median(rounds.map(pick));
  return {
    contestant,
    requestsPerSecond: middle((round) => round.requestsPerSecond),
    p50: middle((round) => round.p50),
    p99: middle((round) => round.p99),
    cpu: middle((round) => round.cpu),
    busy: middle((round) => round.busy),
    subgraphRequests: middle((round) => round.subgraphRequests),
    peakMebibytes: peakBytes / 1024 / 1024,
  };
}
