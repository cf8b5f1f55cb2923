import { gatewayError } from '../errors.ts';
import { createExchange } from '../exchange.ts';
import type { Generation } from '../generation.ts';
import type { Arrival, Exchange } from '../request-step.ts';
import { StandingCaller } from './standing-caller.ts';
import type { SubscriptionRequest } from './subscriptions.ts';

/** Somebody who was let in, by the steps that every request begins with. */
export interface Admitted {
  readonly standing: StandingCaller;
  readonly exchange: Exchange;
}

/** Takes whoever arrives through the steps of arrival. Throws what they refuse for. */
export async function admit(
  arrival: Arrival,
  { arrival: steps }: Generation,
  timeoutMs: number,
): Promise<Admitted> {
  const exchange = createExchange(arrival, timeoutMs);
  for (const step of steps) await step.run(arrival, exchange);
  return { standing: new StandingCaller(arrival.headers, exchange.caller), exchange };
}

/** Reads what asks for a subscription, in the form of GraphQL over HTTP. Throws for what no query may be either. */
export async function readSubscription(
  body: unknown,
  { documents }: Generation,
  exchange: Exchange,
): Promise<SubscriptionRequest> {
  const { query, operationName = null, variables = null } = membersOf(body);
  if (typeof query !== 'string')
    throw gatewayError('BAD_REQUEST', ['"query" must be a text, the document.']);
  if (operationName !== null && typeof operationName !== 'string')
    throw gatewayError('BAD_REQUEST', ['"operationName" must be a text.']);
  const given = variables ?? {};
  if (typeof given !== 'object' || Array.isArray(given))
    throw gatewayError('BAD_REQUEST', ['"variables" must be an object.']);
  for (const step of documents) await step.run({ query, variables: given }, exchange);
  const hash = exchange.record.documentHash ?? '';
  return { query, hash, operationName, variables: { ...given } };
}

function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}
