import type { GraphQLFormattedError } from 'graphql';

import { placeError } from './engine-error.ts';
import type { Fetch } from './fetch-program.ts';
import { pathsOfEntities } from './find-entities.ts';
import type { Gathered } from './gather-entities.ts';
import { current } from './place.ts';
import type { FetchedData } from './run-input.ts';

type ResponsePath = readonly (string | number)[];

export interface ErrorPlace {
  readonly fetch: Fetch;
  readonly fetched: FetchedData;
  /** Null for a fetch at the root. */
  readonly gathered: Answered | null;
}

/** Entities of a fetch and where their answers stand. */
interface Answered extends Gathered {
  /** The response key of their selection. */
  readonly key: string;
  /** Whether it says the errors of the whole request, and those of the whole selection. */
  readonly saysAll: boolean;
  readonly saysKey: boolean;
}

/**
 * Gives a subgraph's errors their paths in the data of the operation (GraphQL specification, section 7.1.2). An
 * error of one entity stands at every place where the entity is; one of the whole request is said once.
 */
export function placeErrors(errors: readonly GraphQLFormattedError[], at: ErrorPlace): void {
  if (errors.length === 0) return;
  const { gathered, fetched } = at;
  for (const error of errors) {
    const paths = gathered === null ? rootPaths(error, at) : entityPaths(error, at, gathered);
    for (const path of paths) {
      fetched.errors.push(placeError(error, path === null ? null : planned(path, at.fetch)));
    }
  }
}

function rootPaths({ path }: GraphQLFormattedError, { fetch }: ErrorPlace) {
  if (path === undefined) return [null];
  const outer = fetch.path.filter((key) => key !== '@');
  return [[...outer, ...path]];
}

function entityPaths(
  { path }: GraphQLFormattedError,
  { fetch, fetched }: ErrorPlace,
  gathered: NonNullable<ErrorPlace['gathered']>,
): readonly (ResponsePath | null)[] {
  const [key, entity, ...inside] = path ?? [];
  if (key === undefined) return gathered.saysAll ? [null] : [];
  if (key !== gathered.key) return [];
  if (typeof entity !== 'number') return gathered.saysKey ? [placeOfAll(fetch)] : [];
  const { sources, representations, place } = gathered;
  const concerned = new Set(
    sources.flatMap((source, index) =>
      representations[index] === entity ? [current(source, place)] : [],
    ),
  );
  return pathsOfEntities(fetched.data, fetched.place, fetch.path)
    .filter(({ source }) => concerned.has(current(source, place)))
    .map(({ at }) => [...at, ...inside]);
}

/** Where all entities of a fetch are, as far as that is one place: before the first list. */
function placeOfAll({ path }: Fetch): ResponsePath | null {
  const list = path.indexOf('@');
  const place = list < 0 ? path : path.slice(0, list);
  return place.length === 0 ? null : place;
}

/** With the keys that the plan knows, where the subgraph had to be asked under others. */
function planned(path: ResponsePath, { renamedKeys }: Fetch): ResponsePath {
  if (renamedKeys.size === 0) return path;
  return path.map((key) => (typeof key === 'string' ? (renamedKeys.get(key) ?? key) : key));
}
