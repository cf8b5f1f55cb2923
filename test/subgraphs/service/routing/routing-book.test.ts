import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  openRoutingBook,
  readRoutingBook,
} from '../../../../subgraphs/service/routing/routing-book.ts';

const version = (number: number, effectiveFrom: string) => ({
  version: number,
  effectiveFrom,
  table: [{ name: 'all', to: { kind: 'POOL' } }],
});

describe('a book of routing policies', () => {
  test('has at each instant the last version that came into force', () => {
    const book = openRoutingBook([
      version(1, '2026-01-01T00:00:00Z'),
      version(4, '2026-02-01T00:00:00Z'),
    ]);
    const inForce = (at: string) => book.inForce(new Date(at))?.version ?? null;
    expect(inForce('2025-12-31T23:59:59Z')).toBeNull();
    expect(inForce('2026-01-31T23:59:59Z')).toBe(1);
    expect(inForce('2026-02-01T00:00:00Z')).toBe(4);
  });

  test.each([
    [
      'versions that do not rise',
      [version(2, '2026-01-01T00:00:00Z'), version(1, '2026-02-01T00:00:00Z')],
      /rising versions/,
    ],
    [
      'a row that leads nowhere',
      [{ ...version(1, '2026-01-01T00:00:00Z'), table: [{ name: 'x' }] }],
      /table\[0\]\.to/,
    ],
    [
      'a ladder whose first rung waits for one before it',
      [
        {
          ...version(1, '2026-01-01T00:00:00Z'),
          ladders: [{ name: 'x', rungs: [{ kind: 'FUNCTIONAL', when: { secondsAfterLast: 1 } }] }],
        },
      ],
      /must begin with a rung of a clock/,
    ],
  ])('is not opened with %s', (_, versions, fault) => {
    expect(() => openRoutingBook(versions)).toThrow(fault);
  });

  test('is the default one without a file, and a faulty file is named with its fault', async () => {
    expect((await readRoutingBook(undefined)).inForce(new Date())?.version).toBe(1);
    const directory = await mkdtemp(join(tmpdir(), 'switchboard-routing-'));
    const file = join(directory, 'faulty.yaml');
    await writeFile(file, '- version: none');
    await expect(readRoutingBook(file)).rejects.toThrow(
      /ROUTING_POLICIES .*faulty\.yaml: [^]*version/,
    );
    await rm(directory, { recursive: true });
  });
});
