import { GraphQLError } from 'graphql';
import type { ExecutionResult } from 'graphql';

import type { Caller } from '../auth/caller.ts';
import type { RequestContext } from '../context.ts';
import { gatewayError } from '../errors.ts';
import { createExchange } from '../exchange.ts';
import type { GatewayParts } from '../gateway-parts.ts';
import type { Generation } from '../generation.ts';
import { AnnouncementSources } from './announcement-sources.ts';
import type { SourceOfRoom } from './announcement-sources.ts';
import type { CompiledSubscription } from './compile-subscription.ts';
import { EventAnswers } from './event-answers.ts';
import type { SubscriptionText } from './known-subscriptions.ts';
import { Mailbox } from './mailbox.ts';
import type { HeardEvent } from './mailbox.ts';
import type { StandingCaller } from './standing-caller.ts';
import { Subscribers } from './subscribers.ts';
import { SubscriptionRefused } from './subscription-refused.ts';
import { mayConcern, mayHearOfFailure, visibleResult } from './visible-result.ts';

/** A subscription as it is asked for: its size has been judged, nothing else. */
export interface SubscriptionRequest extends SubscriptionText {
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The subscriptions of one gateway process, whichever supergraph it serves. */
export interface Subscriptions {
  /**
   * Opens one. Throws SubscriptionRefused or an error of the catalogue: what a query would be refused for,
   * EVENTS_UNAVAILABLE and TOO_MANY_SUBSCRIPTIONS.
   */
  open(request: SubscriptionRequest, standing: StandingCaller): Promise<EventAnswers>;
  /** Ends all of them. */
  close(): Promise<void>;
}

export function createSubscriptions(parts: GatewayParts, current: () => Generation): Subscriptions {
  const { config, log, metrics } = parts;
  const subscribers = new Subscribers(metrics);
  const sources = new AnnouncementSources(subscribers, log);
  const answers = new Answers(parts, current);
  const { most, waiting } = config.subscriptions;
  let isClosed = false;
  const checkPlace = (): void => {
    if (isClosed) throw gatewayError('SHUTTING_DOWN', []);
    if (subscribers.count >= most)
      throw gatewayError('TOO_MANY_SUBSCRIPTIONS', ['A gateway process', most]);
  };
  return {
    async open(request, standing) {
      checkPlace();
      const { compiled, source } = await answers.judge(request, standing);
      const mailbox = new Mailbox(waiting, () => subscribers.delete(subscriber));
      const { room, field } = compiled;
      const filter = compiled.filterBy(request.variables);
      const subscriber = { room, field, filter, mailbox };
      await sources.ensure(source);
      // Others may have come meanwhile, or the end.
      checkPlace();
      subscribers.add(subscriber);
      // Lost already: whoever was there has been told.
      if (!sources.isOpen(source)) mailbox.end(gatewayError('EVENTS_INTERRUPTED', []));
      const open = { request, standing, compiled };
      const answer = (event: HeardEvent) => answers.answer(event, open);
      return new EventAnswers(mailbox, answer, (error) =>
        log.error({ err: error }, 'an event could not be answered'),
      );
    },
    async close() {
      isClosed = true;
      subscribers.close();
      await sources.close();
    },
  };
}

/** What stays of a subscription from event to event. */
interface Standing {
  readonly request: SubscriptionRequest;
  readonly standing: StandingCaller;
  /** What it was compiled to last. Kept here, it need not be compiled anew for the next event. */
  compiled: CompiledSubscription;
}

/** Judges and answers, each time over the supergraph of that moment and for the caller of that moment. */
class Answers {
  readonly #parts: GatewayParts;
  readonly #current: () => Generation;

  constructor(parts: GatewayParts, current: () => Generation) {
    this.#parts = parts;
    this.#current = current;
  }

  judge(
    request: SubscriptionRequest,
    standing: StandingCaller,
  ): Promise<{ readonly compiled: CompiledSubscription; readonly source: SourceOfRoom }> {
    return this.#on(standing, request, async (generation, context) => {
      const compiled = await allowed(generation, { request, context });
      const { requestId, caller } = context;
      const { field, room } = compiled;
      const who = { roles: caller?.roles ?? [], division: caller?.division ?? null };
      this.#parts.log.info({ requestId, field, document: request.hash, ...who }, 'subscription');
      return { compiled, source: generation.sourceOf(room) };
    });
  }

  /** An answer that a reload overtook is thrown away, and made anew: rights are those of when it goes out. */
  async answer(event: HeardEvent, subscription: Standing): Promise<ExecutionResult | null> {
    for (;;) {
      const generation = this.#current();
      const answered = await this.#answerOnce(event, subscription);
      if (generation !== this.#current()) continue;
      this.#parts.metrics.eventMet(answered === null ? 'withheld' : 'delivered');
      return answered;
    }
  }

  #answerOnce(event: HeardEvent, subscription: Standing): Promise<ExecutionResult | null> {
    const { request, standing } = subscription;
    return this.#on(standing, request, async (generation, asked) => {
      if (!mayConcern(asked.caller, event)) return null;
      const context = { ...asked, event: event.number };
      const compiled = await allowed(generation, { request, context });
      if (compiled.room !== subscription.compiled.room)
        throw gatewayError('EVENTS_INTERRUPTED', []);
      subscription.compiled = compiled;
      const { variables } = request;
      const graph = generation.subscriptions;
      const result = await graph.answer({ compiled, variables, context }, event.key);
      const { responseKey } = compiled;
      return visibleResult(result, { responseKey, tellsFailure: mayHearOfFailure(asked.caller) });
    });
  }

  /** Holds the supergraph of now for as long as it is asked. */
  async #on<Result>(
    standing: StandingCaller,
    { hash }: SubscriptionRequest,
    act: (generation: Generation, context: RequestContext) => Promise<Result>,
  ): Promise<Result> {
    const { config, log } = this.#parts;
    const generation = this.#current();
    const exchange = createExchange({ headers: {} }, config.timeouts.requestMs);
    const { requestId, record, deadline } = exchange;
    record.documentHash = hash;
    record.operationKind = 'subscription';
    generation.running.add(exchange);
    try {
      const caller: Caller | null = await standing.asOf(generation.authentication);
      return await act(generation, { requestId, caller, record, log, deadline });
    } finally {
      generation.running.delete(exchange);
    }
  }
}

/** The subscription over a supergraph. Throws what the caller may not wait for it for. */
async function allowed(
  { subscriptions }: Generation,
  { request, context }: { readonly request: SubscriptionRequest; readonly context: RequestContext },
): Promise<CompiledSubscription> {
  const compiled = subscriptions.compile(request);
  const { variables } = request;
  const [first, ...others] = await subscriptions.refusals({ compiled, variables, context });
  if (first === undefined) return compiled;
  throw others.length === 0 ? first : new SubscriptionRefused([first, ...others]);
}

/** What a client is told of a failure to subscribe. */
export function refusalsOf(error: unknown): readonly GraphQLError[] {
  if (error instanceof SubscriptionRefused) return error.errors;
  if (error instanceof GraphQLError) return [error];
  const originalError = error instanceof Error ? error : null;
  return [gatewayError('INTERNAL_SERVER_ERROR', [], { originalError })];
}
