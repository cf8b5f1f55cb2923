import cluster from 'node:cluster';

import { collectDefaultMetrics } from 'prom-client';

import { givenSupergraph } from '../execute/supergraph-source.ts';
import type { SupergraphSource } from '../execute/supergraph-source.ts';
import { createGatewayParts } from '../gateway-parts.ts';
import { serveGraph } from '../serve-graph.ts';
import type { ServedGraph } from '../serve-graph.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import type { Answers, Asked, Question, Said } from './messages.ts';

/**
 * Serves the graph as one of several processes, and does what the first of them asks. A signal that reaches
 * it, alone or with the others, lets it finish what runs.
 */
export function runWorker(): void {
  const worker = new GraphWorker();
  const end = (): void => {
    worker.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('message', (message: unknown) => {
    // Only the first process writes here.
    const { id, question } = message as Asked;
    if (question.kind === 'stop') {
      end();
      return;
    }
    worker.answer(question).then(
      (answer) => process.send?.({ id, kind: 'answer', answer } satisfies Said),
      (error: unknown) =>
        process.send?.({ id, kind: 'fault', message: messageOf(error) } satisfies Said),
    );
  });
  process.send?.({ kind: 'awake' } satisfies Said);
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  // The first process turns all workers to a new supergraph, one after another.
  process.on('SIGHUP', () => undefined);
}

class GraphWorker {
  readonly #metrics = createMetrics();
  #supergraph = '';
  #graph: ServedGraph | null = null;

  constructor() {
    collectDefaultMetrics({ register: this.#metrics.registry });
  }

  answer(question: Exclude<Question, { kind: 'stop' }>): Promise<Answers[keyof Answers]> {
    if (question.kind === 'start') return this.#start(question);
    if (question.kind === 'metrics') return this.#metrics.registry.getMetricsAsJSON();
    this.#supergraph = question.supergraph;
    return this.#graph?.reload('asked') ?? Promise.resolve('unchanged');
  }

  stop(): Promise<void> {
    return this.#graph?.stop() ?? Promise.resolve();
  }

  async #start(question: Extract<Question, { kind: 'start' }>): Promise<{ readonly url: string }> {
    this.#supergraph = question.supergraph;
    const { config } = question;
    const log = createLogger(config.logLevel).child({ worker: cluster.worker?.id });
    const parts = createGatewayParts(config, { log, metrics: this.#metrics });
    const source: SupergraphSource = {
      read: () => givenSupergraph(this.#supergraph, config.supergraph).read(),
    };
    this.#graph = await serveGraph(parts, source);
    return { url: this.#graph.url };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
