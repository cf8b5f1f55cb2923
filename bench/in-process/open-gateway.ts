import type { DocumentNode } from 'graphql';
import pino from 'pino';
import { createAccessControl } from '../../gateway/access/access-control.ts';
import { stripSecurity } from '../../gateway/access/strip-security.ts';
import type { Caller } from '../../gateway/auth/caller.ts';
import { newRequestRecord } from '../../gateway/context.ts';
import { Deadline } from '../../gateway/deadline.ts';
import { loadNativeEngine } from '../../gateway/execute/native/native-engine.ts';

export interface GatewayParts {
  readonly supergraph: string;
  /** What a subgraph answers to a body, as JSON. */
  readonly answer: (subgraph: string, body: string) => Promise<string>;
}

export interface Asking {
  readonly document: DocumentNode;
  readonly caller: Caller;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Access and execution of the gateway without HTTP, tokens and plans made on the way: what a request asks of them. */
export async function openGateway({
  supergraph,
  answer,
}: GatewayParts): Promise<(asking: Asking) => Promise<number>> {
  const log = pino({ level: 'silent' });
  const access = createAccessControl({ supergraph });
  const answers = new Map<string, string>();
  const engine = await loadNativeEngine({
    supergraph: stripSecurity(supergraph),
    log,
    planning: { milliseconds: 60_000, megabytes: 256 },
    observePreparation: () => undefined,
    clientFor: (subgraph) => ({
      async send({ body }) {
        const known = answers.get(subgraph + body) ?? (await answer(subgraph, body));
        answers.set(subgraph + body, known);
        return JSON.parse(known) as object;
      },
    }),
  });
  return async ({ document, caller, variables: given = {} }) => {
    const prepared = await access.prepare({ document, caller, variables: given });
    if (prepared.kind === 'answer') throw new Error('The bench must be let ask.');
    const { presentation, variables } = prepared;
    const record = newRequestRecord();
    const deadline = new Deadline(Infinity);
    const context = { requestId: 'r', caller, log, deadline, record };
    const asked = { document, presentation, operationName: null, variables, context };
    const { errors = [] } = await engine.execute(asked);
    return errors.length + prepared.denials().length;
  };
}

export function callerWith(scopes: readonly string[], division: string | null = null): Caller {
  const expiresAt = Number.MAX_SAFE_INTEGER;
  return { subject: 'u1', roles: [], scopes, division, teams: [], purpose: null, expiresAt };
}
