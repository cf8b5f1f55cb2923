import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import type {
  GraphQLArgument,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLInputType,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';

import { ValueWriter } from './value-writer.ts';

export interface RandomQuery {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Most selections of one operation: planning grows with them, and what confuses is small. */
const MOST_SELECTIONS = 40;
const DEEPEST = 6;

interface Variable {
  readonly definition: string;
  readonly value: unknown;
  readonly isGiven: boolean;
}

/**
 * Writes random operations over any graph: aliases that are names of real fields, fragments on every type
 * that can overlap, a named fragment used again, conditions by literal and by variable with its default,
 * arguments with variables at any depth, many fields at the root of a mutation.
 */
export class QueryWriter {
  readonly #schema: GraphQLSchema;
  readonly #random: () => number;
  readonly #values: ValueWriter;
  readonly #names: readonly string[];
  readonly #fragments: string[] = [];
  readonly #variables = new Map<string, Variable>();
  #budget = 0;
  #name = '';

  constructor(schema: GraphQLSchema, random: () => number) {
    this.#schema = schema;
    this.#random = random;
    this.#values = new ValueWriter(random);
    const names = Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) && !type.name.startsWith('__') ? Object.keys(type.getFields()) : [],
    );
    this.#names = [...new Set(names), '__typename', 'alias', 'id__alias_0', '__proto__'];
  }

  /** The names of the operation and of its fragments begin with `name`, so that several can share a document. */
  write(name = 'Random'): RandomQuery {
    this.#name = name;
    this.#fragments.length = 0;
    this.#variables.clear();
    this.#budget = 4 + Math.floor(this.#random() ** 2 * MOST_SELECTIONS);
    const kind = this.#random() < 0.15 && this.#schema.getMutationType() ? 'mutation' : 'query';
    const body = this.#selectionSet(this.#root(kind), DEEPEST);
    const variables = [...this.#variables];
    const definitions = variables.map(([name, { definition }]) => `$${name}: ${definition}`);
    const list = definitions.length === 0 ? '' : `(${definitions.join(', ')})`;
    return {
      query: [`${kind} ${name}${list} ${body}`, ...this.#fragments].join('\n'),
      variables: Object.fromEntries(
        variables.flatMap(([name, { isGiven, value }]) => (isGiven ? [[name, value]] : [])),
      ),
    };
  }

  #root(kind: 'query' | 'mutation'): GraphQLObjectType {
    const root = kind === 'mutation' ? this.#schema.getMutationType() : this.#schema.getQueryType();
    if (!root) throw new Error(`The schema has no ${kind} type.`);
    return root;
  }

  #selectionSet(type: GraphQLCompositeType, depth: number): string {
    const count = 1 + Math.floor(this.#random() * 4);
    const selections: string[] = [];
    for (let index = 0; index < count; index += 1) {
      if (index > 0 && this.#budget <= 0) break;
      this.#budget -= 1;
      selections.push(this.#selection(type, depth));
    }
    return `{ ${selections.join(' ')} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const chance = this.#random();
    const goesOn = depth > 0 && this.#budget > 0;
    const fragments = isAbstractType(type) ? 0.35 : 0.12;
    if (goesOn && chance < fragments) return this.#inlineFragment(type, depth - 1);
    if (goesOn && chance < fragments + 0.06) return this.#spread(type, depth - 1);
    if (isUnionType(type) || this.#random() < 0.05) {
      return `${this.#alias(0.3)}__typename${this.#condition()}`;
    }
    return this.#field(type, depth);
  }

  #field(type: GraphQLCompositeType, depth: number): string {
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const goesOn = depth > 0 && this.#budget > 0;
    const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    const inner = fields.filter((field) => isCompositeType(getNamedType(field.type)));
    const wantsInner = goesOn && inner.length > 0 && this.#random() < 0.55;
    const usable = wantsInner || (leaves.length === 0 && depth > -3) ? inner : leaves;
    if (usable.length === 0) return '__typename';
    const field = this.#pick(usable);
    const named = getNamedType(field.type);
    const body = isCompositeType(named) ? ` ${this.#selectionSet(named, depth - 1)}` : '';
    return `${this.#alias(0.2)}${field.name}${this.#arguments(field)}${this.#condition()}${body}`;
  }

  #arguments({ args }: GraphQLField<unknown, unknown>): string {
    const given = args
      .filter((argument) => isRequiredArgument(argument) || this.#random() < 0.35)
      .map((argument) => `${argument.name}: ${this.#argument(argument)}`);
    return given.length === 0 ? '' : `(${given.join(', ')})`;
  }

  #argument({ type }: GraphQLArgument): string {
    return this.#values.write(type, 3, (inner) => this.#variableFor(inner, 0.25)).text;
  }

  #variableFor(type: GraphQLInputType, chance: number): string | null {
    if (this.#random() >= chance) return null;
    const stated = type.toString();
    const same = [...this.#variables].filter(([, { definition }]) =>
      definition.split(' =')[0] === stated ? true : definition.startsWith(`${stated}!`),
    );
    if (same.length > 0 && this.#random() < 0.3) return this.#pick(same)[0];
    const name = `v${this.#variables.size}`;
    const byDefault = this.#random() < 0.3 ? this.#values.write(type, 2) : null;
    const { json: value } = this.#values.write(type, 2);
    const isNeeded = stated.endsWith('!') && byDefault === null;
    this.#variables.set(name, {
      definition: byDefault === null ? stated : `${stated} = ${byDefault.text}`,
      value,
      isGiven: isNeeded || this.#random() < 0.7,
    });
    return name;
  }

  #inlineFragment(type: GraphQLCompositeType, depth: number): string {
    if (this.#random() < 0.15) return `...${this.#condition()} ${this.#selectionSet(type, depth)}`;
    const target = this.#overlapping(type);
    return `... on ${target.name}${this.#condition()} ${this.#selectionSet(target, depth)}`;
  }

  #spread(type: GraphQLCompositeType, depth: number): string {
    const target = this.#overlapping(type);
    const place = this.#fragments.length;
    this.#fragments.push('');
    const body = this.#selectionSet(target, depth);
    this.#fragments[place] = `fragment ${this.#name}F${place} on ${target.name} ${body}`;
    const spread = `...${this.#name}F${place}`;
    const again = this.#random() < 0.2 ? ` ${spread}${this.#condition()}` : '';
    return `${spread}${this.#condition()}${again}`;
  }

  #overlapping(type: GraphQLCompositeType): GraphQLCompositeType {
    const possible = this.#possible(type);
    const overlapping = Object.values(this.#schema.getTypeMap()).filter(
      (other): other is GraphQLCompositeType =>
        isCompositeType(other) &&
        !other.name.startsWith('__') &&
        this.#possible(other).some((one) => possible.includes(one)),
    );
    const interfaces = overlapping.filter((one) => isInterfaceType(one));
    return this.#random() < 0.3 && interfaces.length > 0
      ? this.#pick(interfaces)
      : this.#pick(overlapping);
  }

  #possible(type: GraphQLCompositeType): readonly string[] {
    if (!isAbstractType(type)) return [type.name];
    return this.#schema.getPossibleTypes(type).map((one) => one.name);
  }

  #alias(chance: number): string {
    return this.#random() < chance ? `${this.#pick(this.#names)}: ` : '';
  }

  #condition(): string {
    const chance = this.#random();
    if (chance < 0.88) return '';
    if (chance < 0.9) {
      return this.#pick([' @include(if: true)', ' @skip(if: false)', ' @skip(if: true)']);
    }
    const both = chance > 0.985 ? ` @skip(if: $${this.#switch()})` : '';
    return ` @${this.#pick(['include', 'skip'])}(if: $${this.#switch()})${both}`;
  }

  #switch(): string {
    const name = this.#pick(['x', 'y', 'z']);
    if (!this.#variables.has(name)) {
      const definition = this.#pick(['Boolean!', 'Boolean! = true', 'Boolean! = false']);
      const isGiven = definition === 'Boolean!' || this.#random() < 0.5;
      this.#variables.set(name, { definition, value: this.#random() < 0.5, isGiven });
    }
    return name;
  }

  #pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new Error('Nothing to pick from.');
    return item;
  }
}
