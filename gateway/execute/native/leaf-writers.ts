import { isEnumType, isScalarType } from 'graphql';
import type { GraphQLSchema } from 'graphql';

import type { JsonOutput } from './json-output.ts';

/** Writes a leaf's value; false for one that its type does not have (specification, section 6.4.3). */
export type LeafWriter = (value: unknown, output: JsonOutput) => boolean;

const LARGEST_INT = 2_147_483_647;
const SMALLEST_INT = -2_147_483_648;

const builtIn: Readonly<Record<string, LeafWriter>> = Object.freeze({
  String: writeString,
  // Subgraphs may send a number; clients get text, always.
  ID: (value: unknown, output: JsonOutput) =>
    writeString(Number.isSafeInteger(value) ? String(value) : value, output),
  Boolean: (value: unknown, output: JsonOutput) =>
    typeof value === 'boolean' && word(output, String(value)),
  Int: (value: unknown, output: JsonOutput) => isInt(value) && word(output, String(value)),
  Float: (value: unknown, output: JsonOutput) =>
    typeof value === 'number' && Number.isFinite(value) && word(output, String(value)),
});

/** The writer for a leaf type. Scalars of the company's own are the subgraphs' to check. */
export function leafWriter(typeName: string, schema: GraphQLSchema): LeafWriter {
  const known = Object.hasOwn(builtIn, typeName) ? builtIn[typeName] : undefined;
  if (known !== undefined) return known;
  const type = schema.getType(typeName);
  if (isEnumType(type)) {
    const texts = new Map(
      type.getValues().map(({ name }) => [name as unknown, Buffer.from(`"${name}"`)]),
    );
    return (value, output) => {
      const text = texts.get(value);
      if (text === undefined) return false;
      output.raw(text);
      return true;
    };
  }
  if (isScalarType(type)) return writeAny;
  throw new Error(`Type "${typeName}" is not a leaf.`);
}

function writeString(value: unknown, output: JsonOutput): boolean {
  if (typeof value !== 'string') return false;
  output.string(value);
  return true;
}

function isInt(value: unknown): value is number {
  return (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value <= LARGEST_INT &&
    value >= SMALLEST_INT
  );
}

function writeAny(value: unknown, output: JsonOutput): boolean {
  if (typeof value === 'string') return writeString(value, output);
  try {
    output.text(JSON.stringify(value));
    return true;
  } catch {
    return false; // It nests too deeply for anybody to read.
  }
}

function word(output: JsonOutput, json: string): boolean {
  output.word(json);
  return true;
}
