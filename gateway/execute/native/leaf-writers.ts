import { isEnumType, isScalarType } from 'graphql';
import type { GraphQLSchema } from 'graphql';

import { stringText } from './json-text.ts';

/** A leaf's value as JSON; null for a value that its type does not have (specification, section 6.4.3). */
export type LeafWriter = (value: unknown) => string | null;

const LARGEST_INT = 2_147_483_647;
const SMALLEST_INT = -2_147_483_648;

const builtIn: Readonly<Record<string, LeafWriter>> = Object.freeze({
  String: (value) => (typeof value === 'string' ? stringText(value) : null),
  // Subgraphs may send a number; clients get text, always.
  ID: (value) => {
    if (typeof value === 'string') return stringText(value);
    return Number.isSafeInteger(value) ? `"${String(value)}"` : null;
  },
  Boolean: (value) => (typeof value === 'boolean' ? String(value) : null),
  Int: (value) => {
    const isInt = typeof value === 'number' && Number.isInteger(value);
    return isInt && value <= LARGEST_INT && value >= SMALLEST_INT ? String(value) : null;
  },
  Float: (value) =>
    typeof value === 'number' && Number.isFinite(value) ? JSON.stringify(value) : null,
});

/** The writer for a leaf type. Scalars of the company's own are the subgraphs' to check. */
export function leafWriter(typeName: string, schema: GraphQLSchema): LeafWriter {
  const known = Object.hasOwn(builtIn, typeName) ? builtIn[typeName] : undefined;
  if (known !== undefined) return known;
  const type = schema.getType(typeName);
  if (isEnumType(type)) {
    const texts = new Map(type.getValues().map(({ name }) => [name, `"${name}"`]));
    return (value) => (typeof value === 'string' ? (texts.get(value) ?? null) : null);
  }
  if (isScalarType(type)) return writeAny;
  throw new Error(`Type "${typeName}" is not a leaf.`);
}

function writeAny(value: unknown): string | null {
  if (typeof value === 'string') return stringText(value);
  try {
    return JSON.stringify(value);
  } catch {
    return null; // It nests too deeply for anybody to read.
  }
}
