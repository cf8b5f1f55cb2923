import type { Contestant } from './contestant.ts';
import type { Program } from './program.ts';

export interface RunningContestant {
  readonly contestant: Contestant;
  readonly program: Program;
  /** Where it answers GraphQL. */
  readonly url: URL;
}
