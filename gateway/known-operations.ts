import type { DocumentNode, OperationTypeNode } from 'graphql';
import { LRUCache } from 'lru-cache';

import { hashDocument } from './limits/checked-documents.ts';

/** An operation that was found valid before: it need not be parsed, validated or looked at again. */
export interface KnownOperation {
  readonly document: DocumentNode;
  /** The name that the document gives it. */
  readonly name: string | null;
  readonly kind: OperationTypeNode;
}

const MOST_OPERATIONS = 1_000;
/** In characters, of all texts together. */
const MOST_TEXT = 4 * 1024 * 1024;

/** The operations asked last, by the hash of their document and the name that the request gave. */
export class KnownOperations {
  readonly #operations = new LRUCache<string, KnownOperation>({ max: MOST_OPERATIONS });
  readonly #hashes = new LRUCache<string, string>({
    max: MOST_OPERATIONS,
    maxSize: MOST_TEXT,
    sizeCalculation: (_, text) => text.length,
  });

  /** The hash of a text, without hashing what was remembered. */
  hashOf(text: string): string {
    return this.#hashes.get(text) ?? hashDocument(text);
  }

  /** For the text of a known operation: that holds nothing of anybody, but for what may stand in a comment. */
  rememberHash(text: string, hash: string): void {
    if (!text.includes('#') && !this.#hashes.has(text)) this.#hashes.set(text, hash);
  }

  find(documentHash: string, operationName: string | null): KnownOperation | null {
    return this.#operations.get(keyOf(documentHash, operationName)) ?? null;
  }

  add(documentHash: string, operationName: string | null, operation: KnownOperation): void {
    this.#operations.set(keyOf(documentHash, operationName), operation);
  }
}

function keyOf(documentHash: string, operationName: string | null): string {
  return operationName === null ? documentHash : `${documentHash} ${operationName}`;
}
