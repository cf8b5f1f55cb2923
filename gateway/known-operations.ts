import type { DocumentNode, OperationTypeNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** An operation that was found valid before: it need not be parsed, validated or looked at again. */
export interface KnownOperation {
  readonly document: DocumentNode;
  /** The name that the document gives it. */
  readonly name: string | null;
  readonly kind: OperationTypeNode;
}

const MOST_OPERATIONS = 1_000;

/** The operations asked last, by the hash of their document and the name that the request gave. */
export class KnownOperations {
  readonly #operations = new LRUCache<string, KnownOperation>({ max: MOST_OPERATIONS });

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
