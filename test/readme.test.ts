import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { errorTable } from '../gateway/errors.ts';
import { PROJECT } from './support/house.ts';

const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');

describe('the README', () => {
  test('prints the error catalogue as it is', async () => {
    const table = await format(errorTable(), { parser: 'markdown' });
    expect(readme).toContain(table.trim());
  });

  test('links only to files that exist', () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] ?? '');
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect([link, existsSync(join(PROJECT, link))]).toEqual([link, true]);
  });

  test('names only commands that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
    const named = [...readme.matchAll(/npm (?:run (?:-s )?([\w-]+)|(start|test))/g)];
    for (const match of named) expect(Object.keys(scripts)).toContain(match[1] ?? match[2]);
  });
});
