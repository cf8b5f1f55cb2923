import { BREAK, visit } from 'graphql';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Parsed and validated documents by hash, in the form that Apollo Server wants a cache in. */
export interface DocumentStore {
  get(key: string): Promise<DocumentNode | undefined>;
  set(key: string, document: DocumentNode): Promise<void>;
  delete(key: string): Promise<boolean>;
}

const MOST_DOCUMENTS = 1_000;

/** Keeps the documents asked last, except those that hold texts. */
export function createDocumentStore(): DocumentStore {
  const documents = new LRUCache<string, DocumentNode>({ max: MOST_DOCUMENTS });
  return {
    get: (key) => Promise.resolve(documents.get(key)),
    set(key, document) {
      if (!holdsText(document)) documents.set(key, document);
      return Promise.resolve();
    },
    delete: (key) => Promise.resolve(documents.delete(key)),
  };
}

/** A text written into a document may be somebody's name or number; such a document is kept nowhere. */
export function holdsText(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    StringValue() {
      found = true;
      return BREAK;
    },
  });
  return found;
}
