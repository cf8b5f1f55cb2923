import type { FastifyRequest } from 'fastify';
import { OperationTypeNode, type GraphQLResolveInfo, type GraphQLScalarType } from 'graphql';
import { DEADLINE_HEADER } from '../../schema/deadline.ts';
import { DomainError } from './domain-error.ts';
import type { Resolvers } from './resolvers.ts';

/** What of a context says whether anybody still waits for the answer. */
interface AwaitedContext {
  readonly isAwaited: () => boolean;
}

/** Somebody waits until the gateway's time is up or its connection is closed. */
export function awaited({ headers, raw }: FastifyRequest): () => boolean {
  const leftMs = Number(headers[DEADLINE_HEADER] ?? Infinity);
  // What is no number was said by nobody we know.
  const endsAt = performance.now() + (Number.isNaN(leftMs) ? Infinity : leftMs);
  return () => !raw.socket.destroyed && performance.now() < endsAt;
}

/**
 * The same resolvers, which start nothing more for a query when nobody waits for its answer. A mutation goes
 * on to its end: half a change helps nobody.
 */
export function whileAwaited(resolvers: Resolvers): Resolvers {
  return Object.fromEntries(
    Object.entries(resolvers).map(([type, fields]) => [
      type,
      isScalar(fields) ? fields : mapValues(fields, guarded),
    ]),
  );
}

type Fields = Exclude<Resolvers[string], GraphQLScalarType>;
type Resolver = Fields[string];
type AnyArguments = readonly unknown[];

function guarded(name: string, resolver: Resolver): Resolver {
  if (name === '__resolveType' || name === '__isTypeOf') return resolver;
  // References have no arguments, so their context comes one place earlier (federation subgraph library).
  const at = name === '__resolveReference' ? 1 : 2;
  const resolve = resolver as (...given: AnyArguments) => unknown;
  return (...given: AnyArguments) => {
    // GraphQL hands these on in these places.
    const context = given[at] as AwaitedContext;
    const info = given[at + 1] as GraphQLResolveInfo;
    if (info.operation.operation !== OperationTypeNode.MUTATION && !context.isAwaited()) {
      throw new DomainError('GIVEN_UP', 'Nobody waits for this answer any more.');
    }
    return resolve(...given);
  };
}

function mapValues(fields: Fields, map: (name: string, resolver: Resolver) => Resolver): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, map(name, one)]));
}

function isScalar(value: Resolvers[string]): value is GraphQLScalarType {
  return 'serialize' in value && 'parseValue' in value && 'name' in value;
}
