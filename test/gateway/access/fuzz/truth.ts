import { Supergraph } from '@apollo/federation-internals';
import {
  execute,
  getNamedType,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  isObjectType,
  Kind,
  OperationTypeNode,
  parse,
} from 'graphql';
import type {
  DocumentNode,
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLObjectType,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql';

import { fieldSetsOf } from '../../execute/differential/entity-book.ts';
import { identityOf, thingAt } from '../../execute/differential/generated-subgraph.ts';
import { generateValue } from '../../execute/differential/generated-value.ts';
import type { Source } from '../../execute/differential/generated-value.ts';
import type { Thing } from '../../execute/differential/thing.ts';
import type { World } from '../../execute/differential/world.ts';
import { deniedInputs } from './denied-inputs.ts';
import type { DeniedInput } from './denied-inputs.ts';
import { deniedSelections } from './denied-selections.ts';
import type { AskedOperation, ExpectedDenial } from './denied-selections.ts';
import { DeclaredRights } from './declared-rights.ts';
import type { Holder } from './holder.ts';

/** What an answer must be. */
export interface TrueAnswer {
  readonly data: unknown;
  readonly denials: readonly ExpectedDenial[];
  /** What it gives and may not: then nothing of it runs. */
  readonly inputs: readonly DeniedInput[];
  readonly isMutation: boolean;
  /** Whether the caller is told why they are denied something. */
  readonly seesReasons: boolean;
}

export interface Question {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * The whole graph as one schema of graphql-js, with a check of what the divisions declared before every single
 * field. It shares with the gateway the SDL and nothing else.
 */
export class Truth {
  readonly schema: GraphQLSchema;
  readonly rights: DeclaredRights;
  readonly #source: Source;
  readonly #required: ReadonlyMap<string, readonly SelectionSetNode[]>;
  /** `Type.field` of all that some room says it has. */
  readonly #declared: ReadonlySet<string>;

  constructor({ full, documents, book, words }: World, seed: number) {
    const supergraph = Supergraph.build(full, { supportedFeatures: null });
    this.schema = supergraph.apiSchema().toGraphQLJSSchema();
    this.rights = new DeclaredRights(documents.values(), this.schema);
    this.#source = { schema: this.schema, book, words, seed, keyless: 0 };
    this.#required = new Map([...documents.values()].flatMap(requirementsIn));
    this.#declared = new Set([...documents.values()].flatMap(fieldsIn));
    for (const type of Object.values(this.schema.getTypeMap())) {
      if (isAbstractType(type)) type.resolveType = (value: Thing) => value.typename;
      if (!isObjectType(type) || type.name.startsWith('__')) continue;
      for (const field of Object.values(type.getFields())) {
        field.resolve = this.#resolverFor(type, field);
      }
    }
  }

  async tell(question: Question, holder: Holder): Promise<TrueAnswer> {
    const asked = this.#asked(question);
    const result = await execute({
      schema: this.schema,
      document: question.document,
      operationName: question.operationName,
      variableValues: question.variables,
      contextValue: holder,
    });
    const mayGive = (coordinate: string): boolean => this.rights.mayGive(coordinate, holder);
    return {
      data: result.data ?? null,
      inputs: deniedInputs(asked, question.variables, mayGive),
      denials: deniedSelections(asked, (coordinate) => this.rights.mayRead(coordinate, holder)),
      isMutation: asked.operation.operation === OperationTypeNode.MUTATION,
      seesReasons: holder.scopes.includes('access:reasons'),
    };
  }

  #asked({ document, operationName, variables }: Question): AskedOperation {
    const operation = getOperationAST(document, operationName);
    if (!operation) throw new Error('There is no such operation.');
    const definitions = operation.variableDefinitions ?? [];
    const { coerced, errors } = getVariableValues(this.schema, definitions, variables);
    if (coerced === undefined) throw new Error(errors?.map(({ message }) => message).join());
    const fragments = document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    );
    return { schema: this.schema, operation, fragments: new Map(fragments), variables: coerced };
  }

  #resolverFor(
    type: GraphQLObjectType,
    field: GraphQLField<unknown, unknown>,
  ): GraphQLFieldResolver<unknown, Holder> {
    const coordinate = `${type.name}.${field.name}`;
    const required = this.#required.get(coordinate) ?? [];
    return (parent, args, holder) => {
      const thing = thingAt(parent, type.name);
      if (
        !this.rights.mayRead(coordinate, holder) ||
        !this.#passes(thing, { place: coordinate, type }, holder)
      ) {
        if (isNonNullType(field.type)) throw new GraphQLError('denied');
        return null;
      }
      const knowing = { ...thing, representation: this.#represent(thing, type, required) };
      const value = this.#value(knowing, { type, field, args, required });
      const mask = this.rights.maskFor(coordinate, holder);
      if (mask !== null) return eachOf(value, mask);
      return isCompositeType(getNamedType(field.type)) ? this.#whatIsThere(value, holder) : value;
    };
  }

  /** Null for each object that is not there for the caller. */
  #whatIsThere(value: unknown, holder: Holder): unknown {
    return eachOf(value, (one) => {
      const { typename } = one as Thing;
      const type = this.schema.getType(typename);
      if (!isObjectType(type)) throw new Error(`"${typename}" is no object type.`);
      return this.#passes(one as Thing, { place: typename, type }, holder) ? one : null;
    });
  }

  /** Whether an object passes what stands at a place about objects of its type. */
  #passes(
    thing: Thing,
    { place, type }: { readonly place: string; readonly type: GraphQLObjectType },
    holder: Holder,
  ): boolean {
    const check = this.rights.rowCheck(place, type.name, holder);
    if (typeof check === 'string') return check === 'every-row';
    const [definition] = parse(`{ ${check.selection} }`, { noLocation: true }).definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('It is no selection.');
    return check.passes(this.#represent(thing, type, [definition.selectionSet]));
  }

  #value(thing: Thing, { type, field, args, required }: Asked): unknown {
    return generateValue(field.type, {
      ...this.#source,
      ...{ parent: thing, type: this.#roomTypeOf(type, field.name), field: field.name },
      identity: identityOf(thing, field.name, { args, required }),
    });
  }

  /** The type that has the field in a room: an interface, where rooms know it as an object. */
  #roomTypeOf(type: GraphQLObjectType, field: string): string {
    if (this.#declared.has(`${type.name}.${field}`)) return type.name;
    const behind = type.getInterfaces().find(({ name }) => this.#declared.has(`${name}.${field}`));
    return behind?.name ?? type.name;
  }

  /** What a room is told of a thing whose field requires something. */
  #represent(
    thing: Thing,
    type: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
  ): Record<string, unknown> {
    const told: Record<string, unknown> = {};
    for (const node of sets.flatMap(({ selections }) => selections)) {
      if (node.kind !== Kind.FIELD) throw new Error('A fragment in @requires is not understood.');
      const field = type.getFields()[node.name.value];
      if (field === undefined) throw new Error(`${type.name}.${node.name.value} is not there.`);
      const value = this.#value(thing, { type, field, args: {}, required: [] });
      told[field.name] = this.#tellMore(value, node.selectionSet);
    }
    return told;
  }

  #tellMore(value: unknown, set: SelectionSetNode | undefined): unknown {
    if (Array.isArray(value)) return value.map((one) => this.#tellMore(one, set));
    if (value === null || set === undefined) return value;
    const thing = value as Thing;
    const type = this.schema.getType(thing.typename);
    if (!isObjectType(type)) throw new Error(`"${thing.typename}" is no object type.`);
    return this.#represent(thing, type, [set]);
  }
}

function eachOf(value: unknown, mask: (one: unknown) => unknown): unknown {
  if (value === null) return null;
  return Array.isArray(value) ? value.map((one) => eachOf(one, mask)) : mask(value);
}

interface Asked {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  readonly args: Readonly<Record<string, unknown>>;
  readonly required: readonly SelectionSetNode[];
}

function fieldsIn(document: DocumentNode): readonly string[] {
  return document.definitions.flatMap((definition) => {
    if (!('fields' in definition) || definition.fields === undefined) return [];
    const type = definition.name.value;
    return definition.fields.map(({ name }) => `${type}.${name.value}`);
  });
}

function requirementsIn(
  document: DocumentNode,
): (readonly [string, readonly SelectionSetNode[]])[] {
  return document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    return (definition.fields ?? []).flatMap(({ name, directives = [] }) => {
      const sets = directives.flatMap((one) => fieldSetsOf(one, 'requires'));
      const coordinate = `${definition.name.value}.${name.value}`;
      return sets.length === 0 ? [] : [[coordinate, sets] as const];
    });
  });
}
