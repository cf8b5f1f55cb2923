import type { GraphQLResolveInfo, GraphQLScalarType } from 'graphql';

/**
 * A room's resolvers by type and field. Parameters are `never` here, so that each resolver may declare just
 * the parent, arguments and context that it takes.
 */
export type Resolvers = Readonly<Record<string, TypeResolvers | GraphQLScalarType>>;

type TypeResolvers = Readonly<Record<string, Resolver>>;

type Resolver = (parent: never, args: never, context: never, info: GraphQLResolveInfo) => unknown;
