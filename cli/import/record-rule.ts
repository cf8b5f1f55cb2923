import {
  getNullableType,
  isInputObjectType,
  isLeafType,
  isListType,
  type GraphQLInputType,
} from 'graphql';
import { faultsOfValue } from './faults-of-value.ts';
import { shapeOf, type InputShape } from './input-types.ts';
import { readValueRule, type ValueRule } from './value-rule.ts';

/** The shape of a record: objects and lists with value rules at their ends. */
export type RecordRule =
  | { readonly kind: 'value'; readonly rule: ValueRule }
  | { readonly kind: 'list'; readonly items: readonly RecordRule[] }
  | ObjectRule;

export interface ObjectRule {
  readonly kind: 'object';
  readonly fields: Readonly<Record<string, RecordRule>>;
  /** Fields without which it is none. */
  readonly required: readonly string[];
  readonly defaults: InputShape['defaults'];
}

/** Told of each fault with its place, e.g. `record.emails.0.use`. */
export type OnFault = (place: string, fault: string) => void;

/** What was read, where it stands in the mapping, and who is told of faults. */
interface Reading {
  readonly content: unknown;
  readonly place: string;
  readonly onFault: OnFault;
}

/** Reads the rules for an object's fields: those it needs, and none that the graph does not know. */
export function readObjectRule(reading: Reading, { fields, defaults }: InputShape): ObjectRule {
  const { content, place, onFault } = reading;
  const required = Object.keys(fields).filter((field) => fields[field]?.required === true);
  if (!isObject(content)) {
    onFault(place, `expected rules for its fields, but got: ${JSON.stringify(content)}`);
    return { kind: 'object', fields: {}, required, defaults };
  }
  for (const field of required) {
    if (!Object.hasOwn(content, field)) onFault(`${place}.${field}`, 'required, but has no rule');
  }
  const rules = Object.entries(content).flatMap(([field, inner]): [string, RecordRule][] => {
    const type = Object.hasOwn(fields, field) ? fields[field]?.type : undefined;
    const below = { content: inner, place: `${place}.${field}`, onFault };
    if (type !== undefined) return [[field, readRule(below, type)]];
    onFault(below.place, `no such field; there are: ${Object.keys(fields).sort().join(', ')}`);
    return [];
  });
  return { kind: 'object', fields: Object.freeze(Object.fromEntries(rules)), required, defaults };
}

function readRule(reading: Reading, type: GraphQLInputType): RecordRule {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return readList(reading, nullable.ofType);
  if (isInputObjectType(nullable)) return readObjectRule(reading, shapeOf(nullable));
  return readLeaf(reading, nullable);
}

/** One item may stand without brackets. */
function readList(reading: Reading, type: GraphQLInputType): RecordRule {
  const { content, place, onFault } = reading;
  const items: readonly unknown[] = Array.isArray(content) ? content : [content];
  return {
    kind: 'list',
    items: items.map((item, index) =>
      readRule({ content: item, place: `${place}.${index}`, onFault }, type),
    ),
  };
}

function readLeaf({ content, place, onFault }: Reading, type: GraphQLInputType): RecordRule {
  const reading = readValueRule(content);
  if (reading.kind === 'faults') {
    for (const fault of reading.faults) onFault(place, fault);
    return NO_VALUE;
  }
  const { rule } = reading;
  for (const [key, constant] of constantsOf(rule)) {
    if (!isLeafType(type)) continue;
    for (const fault of faultsOfValue(constant, type)) onFault(`${place}.${key}`, fault);
  }
  return { kind: 'value', rule };
}

/** Where rules say which of several rows they are of. */
export function placesOfTake(rule: RecordRule, place: string): readonly string[] {
  if (rule.kind === 'value') return rule.rule.take === undefined ? [] : [place];
  const below: readonly (readonly [string, RecordRule])[] =
    rule.kind === 'list'
      ? rule.items.map((item, index) => [String(index), item] as const)
      : Object.entries(rule.fields);
  return below.flatMap(([name, inner]) => placesOfTake(inner, `${place}.${name}`));
}

/** Stands where a fault was, so that the faults behind it are found, too. */
const NO_VALUE: RecordRule = Object.freeze({ kind: 'value', rule: Object.freeze({}) });

/** Values that a rule gives whatever the row, each with its place in the rule. */
function constantsOf(rule: ValueRule): readonly (readonly [key: string, value: unknown])[] {
  const mapped = Object.entries(rule.map ?? {});
  return [
    ...(rule.value === undefined ? [] : [['value', rule.value] as const]),
    ...(rule.otherwise === undefined ? [] : [['otherwise', rule.otherwise] as const]),
    ...(rule.default === undefined ? [] : [['default', rule.default] as const]),
    ...mapped.map(([text, value]) => [`map.${text}`, value] as const),
  ];
}

function isObject(content: unknown): content is Readonly<Record<string, unknown>> {
  return typeof content === 'object' && content !== null && !Array.isArray(content);
}
