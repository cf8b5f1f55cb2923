import type { RequestContext } from '../../context.ts';
import type { IsSubtype } from '../../plan/subtypes.ts';
import type { ResponseCheck, SubgraphClient } from '../subgraph-client.ts';
import type { EngineError } from './engine-error.ts';
import type { Place, View } from './place.ts';

/** What a run needs besides its program. */
export interface RunInput {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly trueVariables: ReadonlySet<string>;
  readonly context: RequestContext;
  readonly clientFor: (subgraph: string) => SubgraphClient;
  readonly isSubtype: IsSubtype;
  /** How long a fetch that is due waits for others to go with it, in milliseconds. */
  readonly joinMs: number;
  /** What sees a subgraph's answer that is the response already; null where none can be. */
  readonly passThrough: ResponseCheck | null;
}

/** The data of one operation as its fetches brought it, and what they complained of. */
export interface FetchedData {
  readonly data: View;
  readonly place: Place;
  readonly errors: EngineError[];
  /** Whether no text in the data needs an escape in JSON. */
  isPlain: boolean;
  /** The response, where a subgraph's answer is it; then there is nothing else. */
  response: Buffer | null;
}
