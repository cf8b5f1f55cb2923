import { createHash } from 'node:crypto';

import { GraphQLError, Kind, parse, visit } from 'graphql';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

import { gatewayError } from '../errors.ts';
import { checkOperationLimits } from './operation-limits.ts';
import type { OperationLimits } from './operation-limits.ts';

export interface DocumentLimits extends OperationLimits {
  readonly tokens: number;
  readonly listElements: number;
}

/** SHA-256 of the text, hex: what logs name a document by, because its literals are nobody's business. */
export function hashDocument(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Parses a document within the limits and remembers the hashes of those that passed, so that a known
 * text costs one hash. Throws GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED or OPERATION_TOO_LARGE.
 */
export function createDocumentCheck(limits: DocumentLimits): (text: string, hash: string) => void {
  const passed = new LRUCache<string, true>({ max: 10_000 });
  return (text, hash) => {
    if (passed.has(hash)) return;
    const document = parseWithin(text, limits.tokens);
    checkListLiterals(document, limits.listElements);
    checkOperationLimits(document, limits);
    passed.set(hash, true);
  };
}

function parseWithin(text: string, tokens: number): DocumentNode {
  try {
    return parse(text, { maxTokens: tokens, noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw parseFailed('it nests too deeply.');
    if (/Document contains more tha[nt] \d+ tokens/.test(error.message)) {
      throw gatewayError('OPERATION_TOO_LARGE', ['tokens', tokens, tokens + 1], {
        extensions: { measure: 'tokens', limit: tokens },
      });
    }
    throw gatewayError('GRAPHQL_PARSE_FAILED', [error.message], {
      source: error.source ?? null,
      positions: error.positions ?? null,
    });
  }
}

/** The parser recurses, so a document of brackets ends in a RangeError before it ends in a message. */
function parseFailed(what: string): GraphQLError {
  return gatewayError('GRAPHQL_PARSE_FAILED', [`Document cannot be read: ${what}`]);
}

function checkListLiterals(document: DocumentNode, limit: number): void {
  visit(document, {
    [Kind.LIST]: (node) => {
      if (node.values.length > limit) {
        throw gatewayError('OPERATION_TOO_LARGE', ['list elements', limit, node.values.length], {
          extensions: { measure: 'list elements', limit, actual: node.values.length },
        });
      }
    },
  });
}
