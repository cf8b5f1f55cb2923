import { GraphQLError } from 'graphql';

/**
 * A refusal that the client is meant to read: its code and message pass the gateway. Anything else that a
 * resolver throws stays in the room's log. Wording: the thing, what was expected, what came.
 */
export class DomainError extends GraphQLError {
  constructor(code: string, message: string) {
    super(message, { extensions: { code } });
    this.name = 'DomainError';
  }
}
