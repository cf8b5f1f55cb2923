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
  const { query, operationName, variables } = membersOf(body);
  for (const step of documents) await step.run({ query, variables }, exchange);
  const hash = exchange.record.documentHash ?? '';
  return { query, hash, operationName, variables };
}

function membersOf(body: unknown): Omit<SubscriptionRequest, 'hash'> {
  const given: Readonly<Record<string, unknown>> = isObject(body) ? body : {};
  const { query, operationName = null, variables = null } = given;
  if (typeof query !== 'string') throw badRequest('"query" must be a text, the document.');
  if (operationName !== null && typeof operationName !== 'string')
    throw badRequest('"operationName" must be a text.');
  if (variables !== null && !isObject(variables))
    throw badRequest('"variables" must be an object.');
  return { query, operationName, variables: variables ?? {} };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function badRequest(what: string): Error {
  return gatewayError('BAD_REQUEST', [what]);
}
