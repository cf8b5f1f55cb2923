import { createHash } from 'node:crypto';

import { describe, expect, test } from '@jest/globals';
import { OperationTypeNode, parse } from 'graphql';

import { KnownOperations } from '../../gateway/known-operations.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const operation = { document: parse('{ a }'), name: null, kind: OperationTypeNode.QUERY };

describe('known operations', () => {
  test('are found by the hash of their document and the name that was asked for', () => {
    const known = new KnownOperations();
    known.add('hash', 'A', operation);
    expect(known.find('hash', 'A')).toBe(operation);
    expect(known.find('hash', 'B')).toBeNull();
    expect(known.find('hash', null)).toBeNull();
    expect(known.find('other', 'A')).toBeNull();
  });

  test('have the hash of their text, remembered or not', () => {
    const known = new KnownOperations();
    for (const text of ['{ a }', '{ a } # about Ada', `{ ${'a '.repeat(3_000_000)}}`]) {
      expect(known.hashOf(text)).toBe(sha256(text));
      known.rememberHash(text, sha256(text));
      expect(known.hashOf(text)).toBe(sha256(text));
    }
  });

  test('of which 1,001 came keep the last 1,000', () => {
    const known = new KnownOperations();
    for (let number = 0; number <= 1_000; number++) known.add(String(number), null, operation);
    expect(known.find('0', null)).toBeNull();
    expect(known.find('1', null)).toBe(operation);
  });
});
