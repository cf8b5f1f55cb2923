import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  parseType,
  specifiedScalarTypes,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type {
  ArgumentNode,
  DocumentNode,
  GraphQLInputType,
  GraphQLSchema,
  ObjectFieldNode,
  ValueNode,
  VariableDefinitionNode,
} from 'graphql';
import { RESERVED_PREFIX } from './engine-names.ts';

/** A document whose argument values are variables, and what those variables are. */
export interface NormalisedDocument {
  readonly document: DocumentNode;
  /** Values by the name of the variable that stands for them; empty when nothing was replaced. */
  readonly literals: Readonly<Record<string, unknown>>;
}

const LITERAL_PREFIX = `${RESERVED_PREFIX}l`;

/**
 * Puts variables in the place of the numbers, texts, lists and objects written into a document's arguments,
 * so that documents which differ in them alone share everything that is prepared, and nothing prepared
 * holds a person's data. Equal values of one type become one variable: fields that could be merged still can.
 */
export function normaliseLiterals(
  document: DocumentNode,
  schema: GraphQLSchema,
): NormalisedDocument {
  const extraction = new Extraction();
  const typeInfo = new TypeInfo(schema);
  const replaced = visit(
    document,
    visitWithTypeInfo(typeInfo, {
      // Conditions are decided, not passed on; other directives are for the subgraphs as they stand.
      Directive: () => false,
      VariableDefinition: () => false,
      Argument(node): ArgumentNode | undefined {
        const type = typeInfo.getInputType();
        if (type === null || type === undefined) return undefined;
        const value = extraction.replace(node.value, type);
        return value === node.value ? undefined : { ...node, value };
      },
    }),
  );
  if (extraction.definitions.length === 0) return { document, literals: {} };
  const withVariables = visit(replaced, {
    OperationDefinition: (node) => ({
      ...node,
      variableDefinitions: [...(node.variableDefinitions ?? []), ...extraction.definitions],
    }),
  });
  return { document: withVariables, literals: Object.freeze(extraction.literals) };
}

/** A value that JSON cannot carry as GraphQL wrote it. */
const NOT_PORTABLE = Symbol('not portable');
type Portable =
  string | number | boolean | null | readonly Portable[] | { [name: string]: Portable };

class Extraction {
  readonly literals: Record<string, unknown> = {};
  readonly definitions: VariableDefinitionNode[] = [];
  readonly #names = new Map<string, string>();

  /** The value with its literals replaced; the same node where there is nothing to replace. */
  replace(value: ValueNode, type: GraphQLInputType): ValueNode {
    if (!holdsData(value)) return value;
    if (!holdsVariable(value)) {
      const portable = toPortable(value, type);
      if (portable !== NOT_PORTABLE) return this.#variable(portable, type);
    }
    return this.#replaceInside(value, isNonNullType(type) ? type.ofType : type);
  }

  #replaceInside(value: ValueNode, type: GraphQLInputType): ValueNode {
    if (value.kind === Kind.LIST && isListType(type)) {
      const { ofType } = type;
      return { ...value, values: value.values.map((element) => this.replace(element, ofType)) };
    }
    if (value.kind !== Kind.OBJECT || !isInputObjectType(type)) return value;
    const members = type.getFields();
    const fields = value.fields.map((field): ObjectFieldNode => {
      const member = members[field.name.value];
      return member === undefined
        ? field
        : { ...field, value: this.replace(field.value, member.type) };
    });
    return { ...value, fields };
  }

  #variable(portable: Portable, type: GraphQLInputType): ValueNode {
    const key = `${type.toString()} ${JSON.stringify(portable)}`;
    let name = this.#names.get(key);
    if (name === undefined) {
      name = `${LITERAL_PREFIX}${this.#names.size}`;
      this.#names.set(key, name);
      this.literals[name] = portable;
      this.definitions.push({
        kind: Kind.VARIABLE_DEFINITION,
        variable: variableNode(name),
        type: parseType(type.toString(), { noLocation: true }),
      });
    }
    return variableNode(name);
  }
}

function variableNode(name: string) {
  return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as const;
}

/** Numbers and texts are data; names of enums, booleans and null say what is asked, not about whom. */
function holdsData(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(holdsData);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => holdsData(field.value));
  return value.kind === Kind.INT || value.kind === Kind.FLOAT || value.kind === Kind.STRING;
}

function holdsVariable(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(holdsVariable);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => holdsVariable(field.value));
  return value.kind === Kind.VARIABLE;
}

function toPortable(value: ValueNode, type: GraphQLInputType): Portable | typeof NOT_PORTABLE {
  if (isNonNullType(type)) return toPortable(value, type.ofType);
  if (value.kind === Kind.NULL) return null;
  if (isListType(type)) {
    const { ofType } = type;
    if (value.kind !== Kind.LIST) return toPortable(value, ofType);
    const elements = value.values.map((element) => toPortable(element, ofType));
    return elements.every((one) => one !== NOT_PORTABLE) ? elements : NOT_PORTABLE;
  }
  if (isInputObjectType(type)) return portableObject(value, type.getFields());
  if (isEnumType(type)) return value.kind === Kind.ENUM ? value.value : NOT_PORTABLE;
  return portableScalar(value, type.name);
}

function portableObject(
  value: ValueNode,
  members: Readonly<Record<string, { readonly type: GraphQLInputType }>>,
): Portable | typeof NOT_PORTABLE {
  if (value.kind !== Kind.OBJECT) return NOT_PORTABLE;
  const entries: [string, Portable][] = [];
  for (const field of value.fields) {
    const member = members[field.name.value];
    const portable = member === undefined ? NOT_PORTABLE : toPortable(field.value, member.type);
    if (portable === NOT_PORTABLE) return NOT_PORTABLE;
    entries.push([field.name.value, portable]);
  }
  return Object.fromEntries(entries);
}

const BUILT_IN: ReadonlySet<string> = new Set(specifiedScalarTypes.map(({ name }) => name));

/** A scalar of a company's own may read a number's digits; JSON would round them. */
function portableScalar(value: ValueNode, scalar: string): Portable | typeof NOT_PORTABLE {
  if (value.kind === Kind.STRING) return value.value;
  if (!BUILT_IN.has(scalar)) return NOT_PORTABLE;
  if (value.kind === Kind.BOOLEAN) return value.value;
  if (value.kind !== Kind.INT && value.kind !== Kind.FLOAT) return NOT_PORTABLE;
  return scalar === 'ID' ? value.value : Number(value.value);
}
