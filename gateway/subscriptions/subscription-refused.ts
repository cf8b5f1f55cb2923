import type { GraphQLError } from 'graphql';

/** Why a subscription is not taken, or not kept: errors of the catalogue, one at least. */
export class SubscriptionRefused extends Error {
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super(errors.map(({ message }) => message).join(' '));
    this.name = 'SubscriptionRefused';
    this.errors = errors;
  }
}
