import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import type { GraphQLCompositeType, GraphQLField, GraphQLSchema } from 'graphql';

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, boolean>>;
}

const VARIABLES = ['x', 'y', 'z'];

/**
 * Writes random operations that try to confuse: aliases taken from real field names, fragments on every
 * type that can overlap, the same field twice, `@include` and `@skip` with variables and their defaults.
 */
export class OperationWriter {
  readonly #schema: GraphQLSchema;
  readonly #random: () => number;
  readonly #names: readonly string[];
  readonly #fragments: string[] = [];

  constructor(schema: GraphQLSchema, random: () => number) {
    this.#schema = schema;
    this.#random = random;
    const names = Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) && !type.name.startsWith('__') ? Object.keys(type.getFields()) : [],
    );
    this.#names = [...new Set(names), '__typename', 'alias', 'taxId__alias_0', '__proto__'];
  }

  write(): RandomOperation {
    this.#fragments.length = 0;
    const kind = this.#random() < 0.1 ? 'mutation' : 'query';
    const root = kind === 'mutation' ? this.#schema.getMutationType() : this.#schema.getQueryType();
    if (root === null || root === undefined) throw new Error('The schema has no such root.');
    const body = this.#selectionSet(root, 4);
    const declared = VARIABLES.map(
      (name) => `$${name}: Boolean${this.#pick(['!', ' = true', ' = false'])}`,
    );
    const used = VARIABLES.filter((name) =>
      new RegExp(`\\$${name}\\b`).test(body + this.#fragments.join()),
    );
    const definitions = declared.filter((_, index) => used.includes(VARIABLES[index] ?? ''));
    const list = definitions.length === 0 ? '' : `(${definitions.join(', ')})`;
    const variables: Record<string, boolean> = {};
    for (const name of used) {
      const isRequired = definitions.some((one) => one.startsWith(`$${name}: Boolean!`));
      if (isRequired || this.#random() < 0.5) variables[name] = this.#random() < 0.5;
    }
    return { query: [`${kind} Random${list} ${body}`, ...this.#fragments].join('\n'), variables };
  }

  #selectionSet(type: GraphQLCompositeType, depth: number): string {
    const count = 1 + Math.floor(this.#random() * 5);
    const selections: string[] = [];
    for (let index = 0; index < count; index += 1) selections.push(this.#selection(type, depth));
    return `{ ${selections.join(' ')} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const chance = this.#random();
    if (depth > 0 && chance < 0.25) return this.#inlineFragment(type, depth - 1);
    if (depth > 0 && chance < 0.33) return this.#spread(type, depth - 1);
    if (isUnionType(type) || chance < 0.38) return `${this.#alias()}__typename${this.#condition()}`;
    return this.#field(type, depth);
  }

  #field(type: GraphQLCompositeType, depth: number): string {
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const usable = fields.filter(
      (field) => depth > 0 || !isCompositeType(getNamedType(field.type)),
    );
    if (usable.length === 0) return '__typename';
    const field = this.#pick(usable);
    const named = getNamedType(field.type);
    const body = isCompositeType(named) ? ` ${this.#selectionSet(named, depth - 1)}` : '';
    return `${this.#alias()}${field.name}${this.#arguments(field)}${this.#condition()}${body}`;
  }

  #arguments(field: GraphQLField<unknown, unknown>): string {
    const values: Record<string, readonly string[]> = {
      id: ['c1', 'c2', 'c3', 's1', 'none'],
      iban: ['<bank>I1', 'none'],
      name: ['New'],
      phone: ['<phone>new'],
      text: ['x'],
    };
    const given = field.args
      .filter((argument) => isNonNullType(argument.type) || this.#random() < 0.3)
      .map(({ name }) => `${name}: "${this.#pick(values[name] ?? ['x'])}"`);
    return given.length === 0 ? '' : `(${given.join(', ')})`;
  }

  #inlineFragment(type: GraphQLCompositeType, depth: number): string {
    if (this.#random() < 0.15) return `...${this.#condition()} ${this.#selectionSet(type, depth)}`;
    const target = this.#overlapping(type);
    return `... on ${target.name}${this.#condition()} ${this.#selectionSet(target, depth)}`;
  }

  #spread(type: GraphQLCompositeType, depth: number): string {
    const target = this.#overlapping(type);
    const name = `F${this.#fragments.length}`;
    this.#fragments.push('');
    const body = this.#selectionSet(target, depth);
    this.#fragments[Number(name.slice(1))] = `fragment ${name} on ${target.name} ${body}`;
    const again = this.#random() < 0.2 ? ` ...${name}` : '';
    return `...${name}${this.#condition()}${again}`;
  }

  #overlapping(type: GraphQLCompositeType): GraphQLCompositeType {
    const possible = this.#possible(type);
    const overlapping = Object.values(this.#schema.getTypeMap()).filter(
      (other): other is GraphQLCompositeType =>
        isCompositeType(other) &&
        !other.name.startsWith('__') &&
        this.#possible(other).some((one) => possible.includes(one)),
    );
    const abstract = overlapping.filter((one) => isInterfaceType(one));
    return this.#random() < 0.3 && abstract.length > 0
      ? this.#pick(abstract)
      : this.#pick(overlapping);
  }

  #possible(type: GraphQLCompositeType): readonly string[] {
    if (!isAbstractType(type)) return [type.name];
    return this.#schema.getPossibleTypes(type).map((one) => one.name);
  }

  #alias(): string {
    return this.#random() < 0.35 ? `${this.#pick(this.#names)}: ` : '';
  }

  #condition(): string {
    const chance = this.#random();
    if (chance < 0.85) return '';
    if (chance < 0.88)
      return this.#pick([' @include(if: true)', ' @skip(if: false)', ' @skip(if: true)']);
    const directive = this.#pick(['include', 'skip']);
    return ` @${directive}(if: $${this.#pick(VARIABLES)})`;
  }

  #pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new Error('Nothing to pick from.');
    return item;
  }
}
