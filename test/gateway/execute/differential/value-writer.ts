import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { GraphQLInputField, GraphQLInputType } from 'graphql';

/** Random values for arguments and variables, as GraphQL text and as JSON. */
export interface RandomValue {
  readonly text: string;
  readonly json: unknown;
}

/** Gives a variable to stand for a value of a type, or null for none. */
type VariableSource = (type: GraphQLInputType) => string | null;

const TEXTS = ['a', 'Zürich', 'say \\"hi\\"', '', '0'];

/** Texts that the company's scalars take, in their one normal form. */
const STANDARD_TEXTS: Readonly<Record<string, readonly string[]>> = {
  EmailAddress: ['name@example.org', 'a@b.example'],
  PhoneNumber: ['+15055550123'],
  Date: ['2026-01-31', '1970-12-01'],
  DateTime: ['2026-01-31T09:30:00Z', '2025-06-01T00:00:00Z'],
  CountryCode: ['US', 'CH'],
  SubdivisionCode: ['US-NM', 'CH-ZH'],
  CurrencyCode: ['USD', 'EUR'],
  LanguageTag: ['en-US', 'de'],
  Decimal: ['1234.50', '0'],
};

export class ValueWriter {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** A value; `variables` may put some of its parts into variables, and then its JSON is of no use. */
  write(
    type: GraphQLInputType,
    depth: number,
    variables: VariableSource = () => null,
  ): RandomValue {
    const variable = variables(type);
    if (variable !== null) return { text: `$${variable}`, json: null };
    if (isNonNullType(type)) return this.#present(type.ofType, depth, variables);
    if (this.#random() < 0.1) return { text: 'null', json: null };
    return this.#present(type, depth, variables);
  }

  #present(type: GraphQLInputType, depth: number, variables: VariableSource): RandomValue {
    if (isNonNullType(type)) return this.#present(type.ofType, depth, variables);
    if (isListType(type)) {
      // One value where a list is wanted is a list of one (specification, section 3.11).
      if (this.#random() < 0.1) return this.#present(type.ofType, depth, variables);
      const count = depth <= 0 ? 0 : Math.floor(this.#random() * 3);
      const items = Array.from({ length: count }, () =>
        this.write(type.ofType, depth - 1, variables),
      );
      return {
        text: `[${items.map(({ text }) => text).join(', ')}]`,
        json: items.map(({ json }) => json),
      };
    }
    if (isInputObjectType(type)) {
      return this.#object(Object.values(type.getFields()), depth, variables);
    }
    if (isEnumType(type)) {
      const { name } = this.#pick(type.getValues());
      return { text: name, json: name };
    }
    return this.#scalar(type.name);
  }

  #object(
    fields: readonly GraphQLInputField[],
    depth: number,
    variables: VariableSource,
  ): RandomValue {
    const given = fields.filter(
      (field) => isRequiredInputField(field) || (depth > 0 && this.#random() < 0.4),
    );
    const values = given.map((field) => {
      const value = this.write(field.type, depth - 1, variables);
      return [field.name, value] as const;
    });
    return {
      text: `{ ${values.map(([name, { text }]) => `${name}: ${text}`).join(', ')} }`,
      json: Object.fromEntries(values.map(([name, { json }]) => [name, json])),
    };
  }

  #scalar(name: string): RandomValue {
    const number = Math.floor(this.#random() * 20) - 3;
    switch (name) {
      case 'Int':
        return { text: String(number), json: number };
      case 'Float':
        return { text: `${number}.5`, json: number + 0.5 };
      case 'Boolean':
        return number % 2 === 0 ? { text: 'true', json: true } : { text: 'false', json: false };
      default: {
        const text = this.#pick(STANDARD_TEXTS[name] ?? TEXTS);
        return { text: `"${text}"`, json: JSON.parse(`"${text}"`) };
      }
    }
  }

  #pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new Error('Nothing to pick from.');
    return item;
  }
}
