import type { Pool } from 'undici';

import { DEADLINE_HEADER } from '../../schema/deadline.ts';
import type { RequestContext } from '../context.ts';
import { HttpExchange } from './http-exchange.ts';
import type { SubgraphCall, TimedClient } from './subgraph-client.ts';
import { SubgraphUnavailableError } from './subgraph-unavailable-error.ts';

export interface HttpSubgraphSettings {
  readonly name: string;
  readonly url: URL;
  readonly pool: Pool;
  readonly responseBytes: number;
  /** Most requests under way or waiting for a connection; one more fails at once. */
  readonly mostUnderWay: number;
  /** Makes the header that says who asks; absent where the supergraph protects nothing. */
  readonly identify?: (body: string, context: RequestContext) => Readonly<Record<string, string>>;
}

/** Asks a subgraph over HTTP with kept-alive connections. No header of the client is passed on. */
export function createHttpSubgraphClient(settings: HttpSubgraphSettings): TimedClient {
  const { name, pool, url, responseBytes, mostUnderWay } = settings;
  const path = url.pathname + url.search;
  let underWay = 0;
  const done = (): void => {
    underWay -= 1;
  };
  return {
    send(call, context, endsAt) {
      const { deadline } = context;
      const leftMs = endsAt - performance.now();
      if (deadline.isAbandoned) return Promise.reject(unsent(name, 'the request was given up'));
      if (leftMs <= 0) return Promise.reject(unsent(name, 'no time was left to ask'));
      if (underWay >= mostUnderWay) return Promise.reject(unsent(name, tooMany(underWay)));
      const headers = headersFor(call, context, { settings, leftMs });
      underWay += 1;
      return new Promise((resolve, reject) => {
        const settle = { resolve, reject, done };
        const expected = { name, responseBytes, deadline, leftMs, check: call.check ?? null };
        const exchange = new HttpExchange(expected, settle);
        pool.dispatch({ method: 'POST', path, headers, body: call.body }, exchange);
      });
    },
  };
}

interface Sending {
  readonly settings: HttpSubgraphSettings;
  readonly leftMs: number;
}

function headersFor(
  { body }: SubgraphCall,
  context: RequestContext,
  { settings, leftMs }: Sending,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'application/json',
    'x-request-id': context.requestId,
    [DEADLINE_HEADER]: String(Math.ceil(leftMs)),
    ...settings.identify?.(body, context),
  };
}

function unsent(name: string, reason: string): SubgraphUnavailableError {
  return new SubgraphUnavailableError(name, reason, 'not-sent');
}

function tooMany(underWay: number): string {
  return `${underWay} requests are under way or wait for a connection, which is the limit`;
}
