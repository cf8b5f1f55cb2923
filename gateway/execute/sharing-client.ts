import { callerKey } from '../auth/caller-key.ts';
import { newRequestRecord } from '../context.ts';
import type { RequestContext } from '../context.ts';
import { Deadline } from '../deadline.ts';
import type { SubgraphCall, SubgraphClient, SubgraphResult } from './subgraph-client.ts';

/** Counts the mutations that went through this gateway: what was asked before one may not answer after it. */
export interface MutationCount {
  value: number;
}

interface SharingSettings {
  readonly mutations: MutationCount;
  /** How long a request to the subgraph may take. */
  readonly timeoutMs: number;
}

/**
 * Sends equal queries that are under way at the same time once, and gives all who asked the one result.
 * Equal is: the same bytes to the same subgraph, for callers of whom it is told the same, with no mutation
 * in between. A mutation is never shared. The one request ends when its own time is up, not when one of
 * those who wait for it goes; nobody changes the result.
 */
export function createSharingClient(
  client: SubgraphClient,
  { mutations, timeoutMs }: SharingSettings,
): SubgraphClient {
  const underWay = new Map<string, Promise<SubgraphResult>>();
  const start = async (
    key: string,
    call: SubgraphCall,
    context: RequestContext,
  ): Promise<SubgraphResult> => {
    try {
      return await client.send(call, onItsOwn(context));
    } finally {
      underWay.delete(key);
    }
  };
  return {
    send(call, context) {
      if (call.isMutation) return counted(client.send(call, context), mutations);
      // Whoever has less time than a request may take waits for its own, which ends sooner.
      if (performance.now() + timeoutMs > context.deadline.endsAt)
        return client.send(call, context);
      const key = `${mutations.value} ${callerKey(context.caller)} ${call.body}`;
      let sent = underWay.get(key);
      if (sent === undefined) {
        sent = start(key, call, context);
        underWay.set(key, sent);
      }
      return sent;
    },
  };
}

async function counted(
  sent: Promise<SubgraphResult>,
  mutations: MutationCount,
): Promise<SubgraphResult> {
  try {
    return await sent;
  } finally {
    mutations.value += 1;
  }
}

/** A context that outlives the request which happened to be first. */
function onItsOwn(context: RequestContext): RequestContext {
  const deadline = new Deadline(context.deadline.endsAt);
  return { ...context, deadline, record: newRequestRecord() };
}
