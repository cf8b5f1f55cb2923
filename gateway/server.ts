import { accessStep } from './access-step.ts';
import type { AccessDecider } from './access-step.ts';
import type { ReadLedger } from './audit/read-ledger.ts';
import type { OnBreakGlass } from './access/break-glass-event.ts';
import { authenticateStep } from './auth/authenticate-step.ts';
import type { Authentication } from './auth/authenticate-step.ts';
import type { GatewayConfig } from './config.ts';
import { drainStep } from './drain-step.ts';
import type { Engine } from './execute/engine.ts';
import { executeStep, redactStep } from './execute/execute-steps.ts';
import type { Lifecycle } from './lifecycle.ts';
import { rateStep, sizeStep } from './limits/limit-steps.ts';
import type { RateLimiter } from './limits/rate-limiter.ts';
import { variablesStep } from './limits/variables-step.ts';
import type { OperationStep, RequestStep } from './request-step.ts';
import { shareStep } from './share-step.ts';
import { shareEventsStep } from './subscriptions/share-events.ts';
import { transportStep } from './transport-step.ts';

/** What the steps are made of. Null is a step that lets everything pass. */
export interface StepParts {
  readonly config: GatewayConfig;
  readonly lifecycle: Lifecycle;
  readonly authentication: Authentication;
  readonly rateLimiter: RateLimiter | null;
  readonly access: AccessDecider;
  readonly ledger: ReadLedger | null;
  readonly onBreakGlass: OnBreakGlass;
  readonly engine: Engine;
}

/**
 * The life of a request, in order. Each step refuses by an error of the catalogue or hands on.
 * Node and Fastify refuse too long a head (431) and body (413) before and after the first ones;
 * Apollo Server validates against the API schema between `size` and `transport`.
 */
export function requestSteps(parts: StepParts): readonly RequestStep[] {
  const { config, engine } = parts;
  return [
    drainStep(parts.lifecycle), //                                  503 SHUTTING_DOWN
    authenticateStep(parts.authentication), //                      401 UNAUTHENTICATED
    rateStep(parts.rateLimiter), //                                 429 RATE_LIMIT_EXCEEDED
    sizeStep(config.limits), //                                     400 OPERATION_TOO_LARGE
    transportStep, //                                               400 TRANSPORT_NOT_ALLOWED
    variablesStep(engine.apiSchema), //                             400 BAD_USER_INPUT
    shareStep(config.sharing.requests), //                          the answer of an equal request
    // 503 LEDGER_UNAVAILABLE, FIELD_FORBIDDEN beside data
    accessStep(parts.access, parts.ledger, parts.onBreakGlass),
    redactStep, //                                                  what only the log may say
    executeStep(engine), //                                         SUBGRAPH_UNAVAILABLE beside data
  ];
}

/**
 * How an event is answered, once a subscriber, after `authenticate` and the decision whether they may wait for it at all:
 * by the steps of a query, with one run of the engine for all who may share it.
 */
export function eventSteps(parts: StepParts): readonly OperationStep[] {
  const { config, access, ledger, onBreakGlass, engine } = parts;
  return [
    accessStep(access, ledger, onBreakGlass),
    shareEventsStep(config.subscriptions.share),
    redactStep,
    executeStep(engine),
  ];
}
