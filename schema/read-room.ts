import { GraphQLError, parse, Source } from 'graphql';
import type { DocumentNode } from 'graphql';
import type { SchemaFault } from './fault.ts';
import { FEDERATION_IDENTITY, linkedNames } from './linked-names.ts';
import type { LinkedNames } from './linked-names.ts';
import { readText } from './read-supergraph-config.ts';
import type { RoomConfig } from './read-supergraph-config.ts';
import { STANDARDS_IDENTITY } from './standards/standards-document.ts';
import { withStandards } from './with-standards.ts';

/** A room's SDL with the standards that it names, and what it calls the directives it links. */
export interface Room {
  readonly name: string;
  readonly url: string;
  readonly file: string;
  readonly document: DocumentNode;
  readonly federation: LinkedNames;
  readonly standards: LinkedNames;
}

export type RoomResult =
  | { readonly kind: 'read'; readonly room: Room }
  | { readonly kind: 'faulty'; readonly fault: SchemaFault };

export function readRoom(config: RoomConfig): RoomResult {
  const text = readText(config.file);
  if (text === null) {
    return faulty(config, `Room "${config.name}" must have its SDL here, but no file can be read.`);
  }
  try {
    return { kind: 'read', room: roomOf(config, parse(new Source(text, config.file))) };
  } catch (error) {
    if (error instanceof GraphQLError) return syntaxFault(config, error);
    throw error;
  }
}

export function roomOf(config: RoomConfig, written: DocumentNode): Room {
  const document = withStandards(written);
  return Object.freeze({
    ...config,
    document,
    federation: linkedNames(document, FEDERATION_IDENTITY),
    standards: linkedNames(document, STANDARDS_IDENTITY),
  });
}

function faulty(config: RoomConfig, message: string): RoomResult {
  return {
    kind: 'faulty',
    fault: { file: config.file, line: 1, column: 1, code: 'SDL_NOT_FOUND', message },
  };
}

function syntaxFault(config: RoomConfig, error: GraphQLError): RoomResult {
  const place = error.locations?.[0] ?? { line: 1, column: 1 };
  const { message } = error;
  return { kind: 'faulty', fault: { file: config.file, ...place, code: 'SDL_SYNTAX', message } };
}
