import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import type { ValueNode } from 'graphql';

/** What one scalar is: how it reads text, and the words for what it expects. */
export interface TextScalarRules {
  readonly name: string;
  readonly specifiedByURL?: string;
  /** Follows "must be", e.g. `a calendar date such as 2026-01-31`. */
  readonly expected: string;
  /** The value in its one normal form, or null when the text is not one. */
  read(text: string): string | null;
  /** As `read`, for what a room answers. Defaults to `read`. */
  write?(text: string): string | null;
  /** The text of a value that is no text, e.g. an integer; null when it cannot be one. Defaults to never. */
  textOf?(value: unknown): string | null;
}

/** No value of ours is longer; longer text is refused before any pattern sees it. */
const LONGEST = 320;

/** A longer value would make the message the larger part of the answer. */
const ECHO_LENGTH = 40;

/** A scalar whose values are text inside and outside: read strictly, written in one normal form. */
export function textScalar(rules: TextScalarRules): GraphQLScalarType<string, string> {
  return new GraphQLScalarType<string, string>({
    name: rules.name,
    specifiedByURL: rules.specifiedByURL ?? null,
    serialize: (value) => written(rules, value),
    parseValue: (value) => readValue(rules, value, undefined),
    parseLiteral: (node) => readValue(rules, literalOf(node), node),
  });
}

function readValue(rules: TextScalarRules, value: unknown, node: ValueNode | undefined): string {
  const text = textOf(rules, value);
  const result = text === null || text.length > LONGEST ? null : rules.read(text);
  if (result !== null) return result;
  throw new GraphQLError(`${rules.name} must be ${rules.expected}, but got: ${echo(value)}.`, {
    ...(node ? { nodes: node } : {}),
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

/** A room's value is never in the message: the client may not be allowed to see it. */
function written(rules: TextScalarRules, value: unknown): string {
  const text = textOf(rules, value);
  const result = text === null || text.length > LONGEST ? null : (rules.write ?? rules.read)(text);
  if (result !== null) return result;
  throw new GraphQLError(
    `${rules.name} must be ${rules.expected}, but the room has ${kindOf(value)}.`,
  );
}

function textOf(rules: TextScalarRules, value: unknown): string | null {
  return typeof value === 'string' ? value : (rules.textOf?.(value) ?? null);
}

function literalOf(node: ValueNode): unknown {
  if (node.kind === Kind.STRING) return node.value;
  if (node.kind === Kind.INT && node.value.length <= LONGEST) return BigInt(node.value);
  return new Literal('value' in node ? String(node.value) : node.kind);
}

/** A literal that is no text: only its looks are known. */
class Literal {
  readonly looks: string;
  constructor(looks: string) {
    this.looks = looks;
  }
}

/** The client's own value, cut short, as JSON writes it so that control characters show. */
function echo(value: unknown): string {
  if (value instanceof Literal) return cut(value.looks);
  if (typeof value === 'string') return JSON.stringify(cut(value));
  if (typeof value === 'bigint') return cut(value.toString());
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return kindOf(value);
}

function cut(text: string): string {
  return text.length > ECHO_LENGTH ? `${text.slice(0, ECHO_LENGTH)}…` : text;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `a text of ${value.length} characters that is none`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
