import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from '@jest/globals';

const TESTS = fileURLToPath(new URL('../../', import.meta.url));
const CATALOGUE = fileURLToPath(new URL('../../../../shared/access.md', import.meta.url));

describe('the catalogue of attacks', () => {
  const run = existsSync(CATALOGUE) ? test : test.skip;
  run('has a test for every line (skipped where the catalogue is not there)', () => {
    const [, section = ''] = readFileSync(CATALOGUE, 'utf8').split(/^## 4\. /m);
    const lines = new Set(
      Array.from(section.matchAll(/(?<=^|\s)(\d{1,3})\. /gm), ([, n]) => Number(n)),
    );
    // A status of HTTP at the end of a sentence.
    lines.delete(401);
    expect(lines.size).toBeGreaterThan(70);
    const named = new Set(
      testFiles(TESTS).flatMap((file) =>
        Array.from(readFileSync(file, 'utf8').matchAll(NAMED), ([, numbers = '']) =>
          numbers.split('. ').map(Number),
        ).flat(),
      ),
    );
    const missing = [...lines].filter((line) => !named.has(line));
    expect(missing).toEqual([]);
  });
});

/** A test's name that begins with the numbers of its lines. */
const NAMED = /['"`](?:\+ )?((?:\d+\. )*\d+)\. [^'"`]/g;

function testFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name));
}
