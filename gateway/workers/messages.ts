import type { Registry } from 'prom-client';

import type { GatewayConfig } from '../config.ts';
import type { ReloadOutcome } from '../generations.ts';

/** What the first process of a gateway asks of a worker. */
export type Question =
  /** Serve the graph. All workers get one configuration, whatever has become of its file, and one port. */
  | { readonly kind: 'start'; readonly supergraph: string; readonly config: GatewayConfig }
  | { readonly kind: 'reload'; readonly supergraph: string }
  | { readonly kind: 'metrics' }
  /** Finish what runs and end; there is no answer but the end. */
  | { readonly kind: 'stop' };

/** What a worker answers to each. */
export interface Answers {
  readonly start: { readonly url: string };
  readonly reload: ReloadOutcome;
  readonly metrics: WorkerMetrics;
  readonly stop: null;
}

export type WorkerMetrics = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

export interface Asked {
  readonly id: number;
  readonly question: Question;
}

/** What a worker says by itself: that it listens to questions, and what it answers. */
export type Said =
  | { readonly kind: 'awake' }
  | { readonly id: number; readonly kind: 'answer'; readonly answer: Answers[keyof Answers] }
  | { readonly id: number; readonly kind: 'fault'; readonly message: string };
