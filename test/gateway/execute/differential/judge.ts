import type { PlainError, PlainResult } from './engine-under-test.ts';
import { LIE_CODE } from './generated-client.ts';

type Path = readonly (string | number)[];

/** What the client's own operation makes of a path that a subgraph's error has. */
export type ClientPath = (path: Path) => Path;

/**
 * A result of the reference with its paths cut where they leave what the client selected. A lie about
 * something that no client selected is none.
 */
export function asClientSees(
  { errors, ...rest }: PlainResult,
  clientPath: ClientPath,
): PlainResult {
  return {
    ...rest,
    errors: errors.flatMap((error) => {
      if (error.path === undefined) return [error];
      const path = clientPath(error.path);
      const isCut = path.length < error.path.length;
      return isCut && error.extensions.code === LIE_CODE ? [] : [{ ...error, path }];
    }),
  };
}

/**
 * Compares the result of the reference, whose subgraphs state their lies, with one of an engine that was
 * lied to. Data must be equal to the order of keys. Every error of a subgraph must come with its code and
 * its path; every lie that the client can see must be an error at its place. An empty list says all is well.
 */
export function judge(expected: PlainResult, actual: PlainResult): readonly string[] {
  const faults = differences(expected.data, actual.data, '');
  const stated = expected.errors.filter(({ extensions }) => extensions.code === LIE_CODE);
  const others = expected.errors.filter(({ extensions }) => extensions.code !== LIE_CODE);
  const lies = new Map(stated.map(({ path = [] }) => [pathText(path), path] as const));
  const left = [...actual.errors];
  const missing: string[] = [];
  for (const error of others) {
    const key = keyOf(error);
    const place = left.findIndex((one) => keyOf(one) === key);
    if (place === -1) missing.push(`missing error ${key}`);
    else left.splice(place, 1);
  }
  const unexpected = left.filter((error) => !isAboutLie(error, lies));
  const unsaid = [...lies].filter(([, path]) => !isSaid(path, actual));
  return [
    ...faults,
    ...missing,
    ...unexpected.map((error) => `unexpected error ${keyOf(error)}: ${error.message}`),
    ...unsaid.map(([path]) => `no error says that ${path} is wrong`),
  ];
}

function isAboutLie({ path, extensions }: PlainError, lies: ReadonlyMap<string, Path>): boolean {
  return path !== undefined && COMPLETION_CODES.has(extensions.code) && lies.has(pathText(path));
}

/** The code of an error that the gateway itself finds in a subgraph's data. */
const COMPLETION_CODES: ReadonlySet<string> = new Set(['SUBGRAPH_VALUE_INVALID', LIE_CODE]);

/**
 * A lie below an object that is null for another reason need not be said: one error was enough, if there
 * is one that says why the object is null.
 */
function isSaid(path: Path, { data, errors }: PlainResult): boolean {
  if (errors.some((error) => error.path !== undefined && startsWith(error.path, path))) return true;
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

function startsWith(path: Path, beginning: Path): boolean {
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

function isObject(value: unknown): value is Record<string, unknown> {
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
