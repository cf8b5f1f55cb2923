import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, isAbstractType, isObjectType, responsePathAsArray } from 'graphql';
import type {
  DocumentNode,
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLResolveInfo,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql';

import { fieldSetsOf, textOfSelection } from './entity-book.ts';
import type { EntityBook } from './entity-book.ts';
import { inventLie, strikes } from './faults.ts';
import { entityOf, generateValue } from './generated-value.ts';
import type { Words } from './generated-value.ts';
import { canonical } from './hash.ts';
import type { Generation, Thing } from './thing.ts';

export interface SubgraphSource {
  readonly name: string;
  readonly typeDefs: DocumentNode;
  readonly book: EntityBook;
  readonly words: Words;
  /** What clients see, to know which nulls the graph allows. */
  readonly apiSchema: GraphQLSchema;
}

const ROOTS: Thing = Object.freeze({
  typename: '',
  identity: '',
  entity: null,
  keyPath: null,
  way: [],
  representation: null,
});

/** A real subgraph schema whose every field answers from a hash of what is asked. */
export function generatedSchema(source: SubgraphSource): GraphQLSchema {
  const schema = buildSubgraphSchema({
    typeDefs: source.typeDefs,
    resolvers: referenceResolvers(source),
  });
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type) && type.name !== '_Entity') {
      type.resolveType = (value: Thing) => value.typename;
    }
    if (!isObjectType(type) || type.name.startsWith('_')) continue;
    for (const field of Object.values(type.getFields())) {
      if (!field.name.startsWith('_')) field.resolve = resolverFor(type.name, field, source);
    }
  }
  return schema;
}

type Resolvers = NonNullable<
  Extract<Parameters<typeof buildSubgraphSchema>[0], { typeDefs: unknown }>['resolvers']
>;

function referenceResolvers({ typeDefs, book, name }: SubgraphSource): Resolvers {
  const entities = typeDefs.definitions.flatMap((one) =>
    'interfaces' in one && book.familyOf(one.name.value) !== undefined ? [one] : [],
  );
  const isInterface = new Map(
    entities.map((one) => [one.name.value, one.kind.startsWith('Interface')]),
  );
  return Object.fromEntries(
    [...isInterface].map(([type, abstract]) => [
      type,
      {
        __resolveReference(representation: Record<string, unknown>, context: Generation) {
          return refer({ type, abstract, name, book }, representation, context);
        },
      },
    ]),
  );
}

interface EntityType {
  readonly type: string;
  readonly abstract: boolean;
  readonly name: string;
  readonly book: EntityBook;
}

/** The entity that a representation stands for. Null for one that says no key, or that this subgraph does not have. */
function refer(
  { type, abstract, name, book }: EntityType,
  representation: Readonly<Record<string, unknown>>,
  { seed, faults }: Generation,
): (Thing & { __typename: string }) | null {
  const family = book.familyOf(type) ?? type;
  const number = book.numberIn(family, representation);
  if (number === null) return null;
  const entity = entityOf(type, number, book);
  // A type of the family that the number is not of: somebody mixed up two entities.
  if (entity.entity?.number !== number) return null;
  if (strikes('missing', faults.missing, `${seed} ${name} ${entity.identity}`)) return null;
  const typename = abstract ? book.memberAt(family, number) : type;
  return { ...entity, typename, representation, __typename: typename };
}

function resolverFor(
  type: string,
  field: GraphQLField<unknown, unknown>,
  source: SubgraphSource,
): GraphQLFieldResolver<unknown, unknown> {
  const directives = field.astNode?.directives ?? [];
  const required = directives.flatMap((one) => fieldSetsOf(one, 'requires'));
  return (parent, args, context, info) => {
    const thing = thingAt(parent, type);
    const { seed, faults } = context as Generation;
    const origin = {
      ...{ schema: info.schema, book: source.book, words: source.words },
      ...{ seed, keyless: faults.keyless },
      ...{ parent: thing, type, field: field.name },
      identity: identityOf(thing, field.name, { args, required }),
    };
    const value = generateValue(field.type, origin);
    return misbehave(value, { ...origin, source, info, context: context as Generation });
  };
}

/** What a resolver was given, or the root of that name. */
export function thingAt(parent: unknown, root: string): Thing {
  return isThing(parent) ? parent : { ...ROOTS, identity: root };
}

function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && 'identity' in value;
}

interface Asked {
  readonly args: Readonly<Record<string, unknown>>;
  readonly required: readonly SelectionSetNode[];
}

/** What is required shows in the value, so that a wrong or missing requirement changes the answer. */
export function identityOf(
  { identity, representation }: Thing,
  field: string,
  asked: Asked,
): string {
  const requirements = asked.required.map((set) => textOfSelection(representation, set));
  return `${identity}.${field}(${canonical(asked.args)})${requirements.join()}`;
}

interface Moment {
  readonly identity: string;
  readonly parent: Thing;
  readonly field: string;
  readonly seed: number;
  readonly type: string;
  readonly source: SubgraphSource;
  readonly info: GraphQLResolveInfo;
  readonly context: Generation;
}

/** Lets the faults of the request strike. They follow from what is asked, never from how it is batched. */
function misbehave(value: unknown, moment: Moment): unknown {
  const { parent, field, source, context } = moment;
  const { faults } = context;
  const { entity, keyPath } = parent;
  const path = keyPath === '' || keyPath === null ? field : `${keyPath}.${field}`;
  if (entity !== null && source.book.isOnKeyPath(entity.family, path)) return value;
  const identity = `${moment.seed} ${moment.identity}`;
  if (strikes('complains', faults.complains, identity)) {
    const message = `Complaint about ${moment.identity}`;
    context.looseErrors.push({ message, extensions: { code: 'SUBGRAPH_COMPLAINS' } });
  }
  if (strikes('throws', faults.throws, identity)) {
    const code = strikes('code', 0.7, identity) ? { code: 'FIELD_FAILED' } : {};
    throw new GraphQLError(`Failed: ${moment.identity}`, { extensions: code });
  }
  if (strikes('lies', faults.lies, identity)) tellLie(value, identity, moment);
  return value;
}

function tellLie(value: unknown, identity: string, moment: Moment): void {
  const { type, field, source, info, context } = moment;
  const visible = source.apiSchema.getType(type);
  const fields = visible !== undefined && 'getFields' in visible ? visible.getFields() : {};
  const visibleField = fields[field] as GraphQLField<unknown, unknown> | undefined;
  context.lies.push(
    inventLie(info.returnType, value, {
      path: responsePathAsArray(info.path),
      identity,
      visibleType: visibleField?.type,
      onlyNull: source.book.isRequired(type, field),
    }),
  );
}
