import { Kind } from 'graphql';
import type { ConstDirectiveNode } from 'graphql';
import { argumentOf, textArgument } from './linked-names.ts';

/** What a field of `Subscription` waits for, as its `@event` says. */
export interface EventDirective {
  /** Types of domain events. */
  readonly types: readonly string[];
  /** The member of an event's payload that names the object. */
  readonly key: string;
  /** The field of `Query` that answers for the object, by an argument `id`. */
  readonly query: string;
}

/** Arguments by which a field of `Subscription` may narrow what it waits for. */
export const EVENT_FILTERS: readonly string[] = Object.freeze(['division', 'id']);

/** What is missing is empty, for composition to complain of. */
export function readEventDirective(directive: ConstDirectiveNode): EventDirective {
  const types = argumentOf(directive, 'types');
  const values = types?.kind === Kind.LIST ? types.values : [];
  return Object.freeze({
    types: values.flatMap((value) => (value.kind === Kind.STRING ? [value.value] : [])),
    key: textArgument(directive, 'key') ?? '',
    query: textArgument(directive, 'query') ?? '',
  });
}
