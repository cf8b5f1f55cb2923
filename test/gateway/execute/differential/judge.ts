import type { ClientPaths } from './client-paths.ts';
import type { PlainError, PlainResult } from '../engine-under-test.ts';
import { LIE_CODE } from './generated-client.ts';

type Path = readonly (string | number)[];

/**
 * A result of the reference with its paths cut where they leave what the client selected. A lie about
 * something that no client selected is none.
 */
export function asClientSees(result: PlainResult, paths: ClientPaths): PlainResult {
  return {
    ...result,
    errors: result.errors.flatMap((error) => {
      if (error.path === undefined) return [error];
      const path = paths.cut(error.path);
      const isCut = path.length < error.path.length;
      return isCut && error.extensions.code === LIE_CODE ? [] : [{ ...error, path }];
    }),
  };
}

/** What the reference answered, and what it knows besides. */
export interface Expectation extends PlainResult {
  /** Where it found null in place of something that must be there, and did not say so. */
  readonly nulls: readonly Path[];
  /** Why it could not run the operation. */
  readonly failure: string | null;
}

/**
 * Compares the result of the reference, whose subgraphs state their lies, with one of an engine that was
 * lied to. Data must be equal to the order of keys. Every error of a subgraph must come with its code and
 * its path, at most as often as there; every lie that the client can see, and every null in place of
 * something that must be there, must be an error at its place. An empty list says all is well.
 */
export function judge(
  expected: Expectation,
  actual: PlainResult,
  paths: ClientPaths,
): readonly string[] {
  if (isRefusedByPlanner(expected, actual)) return [];
  const stated = expected.errors.filter(({ extensions }) => extensions.code === LIE_CODE);
  const others = expected.errors.filter(({ extensions }) => extensions.code !== LIE_CODE);
  const lies = stated.map(({ path = [] }) => path);
  const own = new Set([...lies, ...expected.nulls].map(pathText));
  const generic = new Set(lies.map((path) => withoutIndexes(pathText(path))));
  const mine = actual.errors.filter(({ extensions }) => COMPLETION_CODES.has(extensions.code));
  const theirs = actual.errors.filter(({ extensions }) => !COMPLETION_CODES.has(extensions.code));
  return [
    ...differences(expected.data, actual.data, ''),
    ...countDifferences(others, theirs, actual.data),
    ...mine
      .filter(({ path = [] }) => {
        const isMoved = generic.has(withoutIndexes(pathText(path))) && isNullAt(path, actual.data);
        return !own.has(pathText(path)) && !isMoved && !isOfUnknownType(path, expected, paths);
      })
      .map((error) => `unexpected error ${keyOf(error)}: ${error.message}`),
    ...[...lies.filter((path) => isNullAt(path, expected.data)), ...expected.nulls]
      .filter((path) => !isSaid(path, actual) && !isSaidElsewhere(path, expected, actual))
      .map((path) => `no error says that ${pathText(path)} is wrong`),
  ];
}

/**
 * An object that does not say which of several types it is cannot be shown, and a `__typename` that is not
 * there is a null in place of a value. The reference says nothing (apollographql/federation#2380).
 */
function isOfUnknownType(path: Path, { data }: PlainResult, paths: ClientPaths): boolean {
  return isNullAt(path, data) && paths.isAbstract(path);
}

/** Codes of an error that the gateway itself finds in a subgraph's data. */
const COMPLETION_CODES: ReadonlySet<string> = new Set(['SUBGRAPH_VALUE_INVALID', LIE_CODE]);

/**
 * The planner that both engines use fails on some fragments on abstract types inside an interface object
 * (apollographql/router#8127 is the same failure of its other edition). The reference calls it an internal
 * error; our word for an operation without a plan is more to the point.
 */
export const PLANNER_FAILURE = /We should have an edge from .* for __typename/;

function isRefusedByPlanner({ failure, data }: Expectation, actual: PlainResult): boolean {
  if (failure === null || !PLANNER_FAILURE.test(failure)) return false;
  const [error] = actual.errors;
  const isRefusal = error?.extensions.code === 'OPERATION_NOT_PLANNED';
  return isRefusal && data === undefined && actual.data === undefined;
}

/**
 * Every error must be there, and none may come more often than the reference says it. It may come less
 * often: how often one is said follows from how often an engine asks for the same thing.
 */
function countDifferences(
  expected: readonly PlainError[],
  actual: readonly PlainError[],
  data: unknown,
): readonly string[] {
  const expectedCounts = countBy(expected);
  const actualCounts = countBy(actual);
  const missing = [...expectedCounts.keys()].filter((key) => !actualCounts.has(key));
  const surplus = [...actualCounts].filter(([key, { count }]) => {
    return count > (expectedCounts.get(key)?.count ?? 0);
  });
  const isMoved = (key: string): boolean => {
    const generic = withoutIndexes(key);
    const there = surplus.filter(([one]) => withoutIndexes(one) === generic);
    const gone = missing.filter((one) => withoutIndexes(one) === generic);
    return (
      there.length > 0 &&
      gone.length > 0 &&
      there.every(([, { path }]) => isNullAt(path, data) || isLeftOutAt(path, data))
    );
  };
  return [
    ...missing.filter((key) => !isMoved(key)).map((key) => `missing error ${key}`),
    ...surplus
      .filter(([key]) => !isMoved(key))
      .map(([key, { count }]) => `unexpected error ${key} (${count} times)`),
  ];
}

/**
 * Where some of the objects at a path are not asked about, as they are of another type, the reference counts
 * them all the same, and says another item's index (`generateHydratedPaths` in its executeQueryPlan, which
 * came with apollographql/federation#354). A field with an error is null, so the right index is one of a null, or of an
 * object that conditions left the field out of.
 */
function withoutIndexes(key: string): string {
  return key.replace(/\.\d+(?=\.|$)/g, '.@');
}

function isNullAt(path: Path, data: unknown): boolean {
  let value = data;
  for (const key of path) {
    if (!isObject(value)) return value === null;
    value = value[key];
  }
  return value === null;
}

function isLeftOutAt(path: Path, data: unknown): boolean {
  let value = data;
  for (const key of path.slice(0, -1)) value = isObject(value) ? value[key] : null;
  return isObject(value) && !Object.hasOwn(value, path.at(-1) ?? '');
}

interface Counted {
  readonly path: Path;
  readonly count: number;
}

function countBy(errors: readonly PlainError[]): ReadonlyMap<string, Counted> {
  const counts = new Map<string, Counted>();
  for (const error of errors) {
    const { path = [] } = error;
    counts.set(keyOf(error), { path, count: (counts.get(keyOf(error))?.count ?? 0) + 1 });
  }
  return counts;
}

/**
 * A lie below an object that is null for another reason need not be said: one error was enough, if there
 * is one that says why the object is null.
 */
function isSaid(path: Path, { data, errors }: PlainResult): boolean {
  if (errors.some((error) => error.path !== undefined && areOnOneLine(error.path, path)))
    return true;
  let value: unknown = data;
  for (const [depth, key] of path.entries()) {
    if (!isObject(value)) {
      return errors.some(
        (one) => one.path === undefined || startsWith(one.path, path.slice(0, depth)),
      );
    }
    value = value[key];
  }
  return false;
}

/** A lie with another item's index: the reference found the null that it stands for where the item is, and so did we. */
function isSaidElsewhere(path: Path, { errors, nulls }: Expectation, actual: PlainResult): boolean {
  const stated = new Set(errors.map((error) => pathText(error.path ?? [])));
  const generic = withoutIndexes(pathText(path));
  return nulls.some((found) => {
    const at = pathText(found);
    return !stated.has(at) && withoutIndexes(at) === generic && isSaid(found, actual);
  });
}

/** One is above the other: a null below is the consequence of an error above, and the other way round. */
function areOnOneLine(one: Path, other: Path): boolean {
  return startsWith(one, other) || startsWith(other, one);
}

export function startsWith(path: Path, beginning: Path): boolean {
  return beginning.every((key, index) => path[index] === key);
}

/** Where two values differ; keys in another order differ too. */
export function differences(expected: unknown, actual: unknown, at: string): readonly string[] {
  if (!isObject(expected) || !isObject(actual)) {
    return Object.is(expected, actual)
      ? []
      : [`data${at}: ${text(expected)} became ${text(actual)}`];
  }
  const keys = Object.keys(expected).join();
  if (Array.isArray(expected) !== Array.isArray(actual) || keys !== Object.keys(actual).join()) {
    return [`data${at}: keys ${keys} became ${Object.keys(actual).join()}`];
  }
  return Object.entries(expected).flatMap(([key, value]) =>
    differences(value, actual[key], `${at}.${key}`),
  );
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object';
}

function keyOf({ extensions, path }: PlainError): string {
  const at = path === undefined ? 'no path' : pathText(path);
  return `${extensions.code} ${extensions.subgraph ?? ''} at ${at}`;
}

function pathText(path: Path): string {
  return path.join('.');
}

function text(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
