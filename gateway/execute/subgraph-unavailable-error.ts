/**
 * What became of a request without a usable answer: `passing`, the same request may do better at once;
 * `lasting`, it may not; `given-up`, nobody waited for the answer, which says nothing about the subgraph;
 * `not-sent`, the subgraph was not even asked.
 */
export type Failure = 'passing' | 'lasting' | 'given-up' | 'not-sent';

/** No usable answer: down, too slow, or not GraphQL. The reason is for the log only. */
export class SubgraphUnavailableError extends Error {
  readonly subgraph: string;
  readonly reason: string;
  readonly failure: Failure;

  constructor(subgraph: string, reason: string, failure: Failure = 'lasting') {
    super(`Subgraph "${subgraph}" is unavailable: ${reason}`);
    this.name = 'SubgraphUnavailableError';
    this.subgraph = subgraph;
    this.reason = reason;
    this.failure = failure;
  }
}
