import { parse, validate } from 'graphql';
import type { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';

import { holdsText } from '../document-store.ts';
import { gatewayError } from '../errors.ts';
import { compileSubscription } from './compile-subscription.ts';
import type { CompiledSubscription, SubscriptionSchema } from './compile-subscription.ts';
import { SubscriptionRefused } from './subscription-refused.ts';

/** What a client sends to subscribe; its size and syntax have been judged. */
export interface SubscriptionText {
  readonly query: string;
  /** SHA-256 of the document. */
  readonly hash: string;
  readonly operationName: string | null;
}

const MOST_KNOWN = 1_000;
const MOST_ERRORS = 10;

/**
 * Subscriptions that one schema was asked for, each parsed, validated and compiled once however many ask for it. One that
 * holds texts is known for as long as somebody keeps what it was compiled to, and not kept here.
 */
export class KnownSubscriptions {
  readonly #schema: SubscriptionSchema;
  readonly #known = new LRUCache<string, CompiledSubscription>({ max: MOST_KNOWN });
  readonly #kept = new LRUCache<string, WeakRef<CompiledSubscription>>({ max: MOST_KNOWN });

  constructor(schema: SubscriptionSchema) {
    this.#schema = schema;
  }

  /** Throws SubscriptionRefused, or an error of the catalogue. */
  get({ query, hash, operationName }: SubscriptionText): CompiledSubscription {
    const key = `${hash} ${operationName ?? ''}`;
    const known = this.#known.get(key) ?? this.#kept.get(key)?.deref();
    if (known !== undefined) return known;
    const compiled = this.#compile(query, operationName);
    if (holdsText(compiled.document)) this.#kept.set(key, new WeakRef(compiled));
    else this.#known.set(key, compiled);
    return compiled;
  }

  #compile(query: string, operationName: string | null): CompiledSubscription {
    const document = parse(query, { noLocation: true });
    const errors = validate(this.#schema.schema, document, undefined, { maxErrors: MOST_ERRORS });
    if (errors.length > 0) throw new SubscriptionRefused(errors.map(withoutSuggestion));
    return compileSubscription(document, operationName, this.#schema);
  }
}

/** A name that is nearly right would tell of a field that the caller may not know of. */
function withoutSuggestion({ message }: GraphQLError): GraphQLError {
  return gatewayError('GRAPHQL_VALIDATION_FAILED', [message.replace(/ ?Did you mean .+\?$/s, '')]);
}
