import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute,
  getNullableType,
  isAbstractType,
  isEnumType,
  isListType,
  isObjectType,
  isScalarType,
  parse,
} from 'graphql';
import type { GraphQLFieldResolver, GraphQLOutputType, GraphQLSchema } from 'graphql';
import { fileURLToPath } from 'node:url';
import { readRoom } from '../../schema/read-room.ts';
import { readSupergraphConfig } from '../../schema/read-supergraph-config.ts';
import type { GatewayParts } from './open-gateway.ts';

/** Answers for rooms from their SDL alone: lists of three, texts that name their field, keys as they were given. */
export function generatedAnswers(config: URL): GatewayParts['answer'] {
  const rooms = readSupergraphConfig(fileURLToPath(config)).rooms.map(readRoom);
  const schemas = new Map(
    rooms.map((read) => {
      if (read.kind === 'faulty') throw new Error(read.fault.message);
      return [read.room.name, schemaOf(read.room.document)];
    }),
  );
  return async (subgraph, body) => {
    const schema = schemas.get(subgraph);
    if (schema === undefined) throw new Error(`There is no room "${subgraph}".`);
    const { query, variables } = JSON.parse(body) as Sent;
    const result = await execute({ schema, document: parse(query), variableValues: variables });
    if (result.errors !== undefined) throw new Error(result.errors.join());
    return JSON.stringify(result);
  };
}

interface Sent {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

function schemaOf(typeDefs: ReturnType<typeof parse>): GraphQLSchema {
  const schema = buildSubgraphSchema({ typeDefs });
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type) && type.name !== '_Entity') {
      type.resolveType = () => schema.getPossibleTypes(type)[0]?.name;
    }
    if (!isObjectType(type) || type.name.startsWith('_')) continue;
    for (const field of Object.values(type.getFields())) {
      if (!field.name.startsWith('_')) field.resolve = resolver(field.name, field.type);
    }
  }
  return schema;
}

/** What came in with a representation, and else something of the type. */
function resolver(name: string, type: GraphQLOutputType): GraphQLFieldResolver<unknown, unknown> {
  return (parent, args: Readonly<Record<string, unknown>>) => {
    // The root has no parent; every other value is one of ours, or a representation.
    const given = (parent as Readonly<Record<string, unknown>> | undefined)?.[name];
    return given ?? valueOf(type, name, args['id'] ?? null);
  };
}

function valueOf(wrapped: GraphQLOutputType, field: string, id: unknown): unknown {
  const type = getNullableType(wrapped);
  if (isListType(type)) return [0, 1, 2].map((at) => valueOf(type.ofType, field, `${field} ${at}`));
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isScalarType(type)) return VALUES[type.name] ?? `${field} of something`;
  return typeof id === 'string' ? { id } : {};
}

const VALUES: Readonly<Record<string, unknown>> = {
  ...{ Int: 7, Float: 0.5, Boolean: true, Decimal: '1234.50' },
  ...{ EmailAddress: 'somebody@mail.example', PhoneNumber: '+15055550123' },
  ...{ Date: '2026-01-05', DateTime: '2026-01-05T08:00:00.000Z' },
  ...{ CountryCode: 'US', SubdivisionCode: 'US-NM', CurrencyCode: 'USD', LanguageTag: 'en' },
};
