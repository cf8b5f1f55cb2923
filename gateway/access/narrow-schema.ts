import { buildASTSchema, Kind, parse, printSchema, specifiedScalarTypes, visit } from 'graphql';
import type {
  DefinitionNode,
  EnumTypeDefinitionNode,
  GraphQLSchema,
  InputObjectTypeDefinitionNode,
  InterfaceTypeDefinitionNode,
  ObjectTypeDefinitionNode,
  TypeDefinitionNode,
  TypeNode,
  UnionTypeDefinitionNode,
} from 'graphql';
import { namedType } from '../../schema/room-graph.ts';
import { argumentCoordinate } from './input-rules.ts';
import type { SchemaView } from './schema-view.ts';

/**
 * The schema as somebody with this view gets to know it, for introspection alone: the fields that they may read, the
 * values that they may give, and no type that these do not lead to. An interface has the fields that all of its
 * types still have, so that the schema is a valid one as long as anything can be asked.
 */
export function narrowSchema(schema: GraphQLSchema, view: SchemaView): GraphQLSchema {
  const all = parse(printSchema(schema), { noLocation: true }).definitions;
  const query = schema.getQueryType()?.name ?? '';
  const types = new Map(all.filter(isType).map((type) => [type.name.value, type]));
  const others = all.filter((one) => !isType(one));
  const roots = [schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
    type ? [type.name] : [],
  );
  const left = narrow(types, { ...view, query, lonely: lonelyInterfaces(types) });
  const reached = reachable(left, [query, ...roots, ...others.flatMap(namesIn)]);
  return buildASTSchema(
    { kind: Kind.DOCUMENT, definitions: [...others.map(keepRoots(reached)), ...reached.values()] },
    { assumeValid: true },
  );
}

type Types = ReadonlyMap<string, TypeDefinitionNode>;

function isType(node: DefinitionNode): node is TypeDefinitionNode {
  return node.kind.endsWith('TypeDefinition');
}

const BUILT_IN: ReadonlySet<string> = new Set(specifiedScalarTypes.map(({ name }) => name));

interface Knowing extends SchemaView {
  /** The root that every schema has, if nothing else. */
  readonly query: string;
  readonly lonely: ReadonlySet<string>;
}

/** Round by round, until one changes nothing: what leads to what is gone goes in the next. */
function narrow(types: Types, knowing: Knowing): Types {
  const narrowing = new Narrowing(types, knowing);
  const left = new Map<string, TypeDefinitionNode>();
  for (const [name, type] of types) {
    const narrowed = narrowing.narrow(type);
    if (narrowed !== null) left.set(name, narrowed);
  }
  return sizeOf(left) === sizeOf(types) ? left : narrow(left, knowing);
}

/** Interfaces that no type has: with `@interfaceObject` there can be objects of them all the same. */
function lonelyInterfaces(types: Types): ReadonlySet<string> {
  const behind = [...types.values()].flatMap((type) =>
    type.kind === Kind.OBJECT_TYPE_DEFINITION ? (type.interfaces ?? []) : [],
  );
  const implemented = new Set(behind.map((one) => one.name.value));
  return new Set([...types.keys()].filter((name) => !implemented.has(name)));
}

/** How much a round can still take away. */
function sizeOf(types: Types): number {
  let size = 0;
  for (const type of types.values()) visit(type, { Name: () => void (size += 1) });
  return size;
}

class Narrowing {
  readonly #types: Types;
  readonly #knowing: Knowing;

  constructor(types: Types, knowing: Knowing) {
    this.#types = types;
    this.#knowing = knowing;
  }

  /** Null for a type of which nothing is left. */
  narrow(type: TypeDefinitionNode): TypeDefinitionNode | null {
    switch (type.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        return this.#withFields(type);
      case Kind.UNION_TYPE_DEFINITION:
        return this.#withTypes(type);
      case Kind.ENUM_TYPE_DEFINITION:
        return this.#withValues(type);
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        return this.#withInputs(type);
      case Kind.SCALAR_TYPE_DEFINITION:
        return type;
    }
  }

  #withTypes(type: UnionTypeDefinitionNode): UnionTypeDefinitionNode | null {
    const types = (type.types ?? []).filter((one) => this.#isKnown(one));
    return types.length === 0 ? null : { ...type, types };
  }

  #withValues(type: EnumTypeDefinitionNode): EnumTypeDefinitionNode | null {
    const values = (type.values ?? []).filter((value) => this.#isGiven(type, value));
    return values.length === 0 ? null : { ...type, values };
  }

  #withInputs(type: InputObjectTypeDefinitionNode): InputObjectTypeDefinitionNode | null {
    const fields = (type.fields ?? []).filter(
      (field) => this.#isGiven(type, field) && this.#isKnown(field.type),
    );
    return fields.length === 0 ? null : { ...type, fields };
  }

  #withFields<Node extends ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode>(
    type: Node,
  ): Node | null {
    const { value: name } = type.name;
    const isRead = this.#readerOf(type);
    const fields = (type.fields ?? [])
      .filter((field) => isRead(field.name.value) && this.#isKnown(field.type))
      .map((field) => ({
        ...field,
        arguments: (field.arguments ?? []).filter(
          (one) =>
            this.#knowing.isGiven(argumentCoordinate(name, field.name.value, one.name.value)) &&
            this.#isKnown(one.type),
        ),
      }));
    const interfaces = (type.interfaces ?? []).filter((one) => this.#isKnown(one));
    const isLeft = fields.length > 0 || name === this.#knowing.query;
    return isLeft ? { ...type, fields, interfaces } : null;
  }

  #readerOf(
    type: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode,
  ): (field: string) => boolean {
    const { value: name } = type.name;
    if (type.kind === Kind.OBJECT_TYPE_DEFINITION || this.#knowing.lonely.has(name)) {
      return (field) => this.#knowing.isRead(name, field);
    }
    const behind = [...this.#types.values()].filter((one) => isImplementer(one, name));
    return (field) =>
      behind.length > 0 &&
      behind.every((one) => one.fields?.some((own) => own.name.value === field));
  }

  #isKnown(type: TypeNode): boolean {
    const name = namedType(type);
    return this.#types.has(name) || BUILT_IN.has(name);
  }

  #isGiven(
    type: TypeDefinitionNode,
    member: { readonly name: { readonly value: string } },
  ): boolean {
    return this.#knowing.isGiven(`${type.name.value}.${member.name.value}`);
  }
}

function isImplementer(type: TypeDefinitionNode, name: string): type is ObjectTypeDefinitionNode {
  return (
    type.kind === Kind.OBJECT_TYPE_DEFINITION &&
    (type.interfaces ?? []).some((one) => one.name.value === name)
  );
}

/** What the roots lead to, and the types behind the interfaces among that. */
function reachable(types: Types, roots: readonly string[]): Types {
  const reached = new Set(roots);
  // A set is walked on while it grows.
  for (const name of reached) {
    const type = types.get(name);
    if (type === undefined) continue;
    for (const one of namesIn(type)) reached.add(one);
    if (type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const one of types.values()) if (isImplementer(one, name)) reached.add(one.name.value);
  }
  return new Map([...types].filter(([name]) => reached.has(name)));
}

function namesIn(node: DefinitionNode): readonly string[] {
  const names: string[] = [];
  visit(node, { NamedType: (type) => void names.push(type.name.value) });
  return names;
}

/** A root of which nothing is left is none. */
function keepRoots(types: Types) {
  return (node: DefinitionNode): DefinitionNode =>
    node.kind === Kind.SCHEMA_DEFINITION
      ? {
          ...node,
          operationTypes: node.operationTypes.filter(({ type }) => types.has(type.name.value)),
        }
      : node;
}
