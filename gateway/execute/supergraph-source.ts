import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { parse, Source } from 'graphql';
import type { DocumentNode } from 'graphql';

import { ConfigError } from '../config.ts';

/** Where the supergraph comes from. Read again, it may be another. */
export interface SupergraphSource {
  /** Throws a ConfigError when there is nothing to read. */
  read(): SupergraphText;
}

/** What was read; it may still be anything. */
export interface SupergraphText {
  readonly text: string;
  /** SHA-256: equal only for equal texts. */
  readonly hash: string;
  /**
   * With places, faults of it can be named with their line; they take twice its memory for as long as it is served.
   * Throws a ConfigError when the text is no GraphQL.
   */
  parse(options: { readonly withPlaces: boolean }): DocumentNode;
}

export function supergraphFile(file: string): SupergraphSource {
  const name = `Supergraph file "${file}"`;
  return { read: () => textOf(name, new Source(readText(name, file), file)) };
}

/** A supergraph that stays as it is; faults name it by the file that it once stood in, if it did. */
export function givenSupergraph(text: string, file = 'supergraph'): SupergraphSource {
  return { read: () => textOf('The supergraph', new Source(text, file)) };
}

function textOf(name: string, source: Source): SupergraphText {
  const text = source.body;
  return {
    text,
    hash: createHash('sha256').update(text).digest('hex'),
    parse({ withPlaces }) {
      try {
        return parse(source, { noLocation: !withPlaces });
      } catch (error) {
        throw unreadable(name, error);
      }
    },
  };
}

function readText(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(name, error);
  }
}

function unreadable(name: string, error: unknown): ConfigError {
  const why = error instanceof Error ? error.message : String(error);
  return new ConfigError([`${name} cannot be read: ${why}`]);
}
