import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { PROJECT } from './house.ts';

/** Real files with known answers that live beside a developer's checkout, not in it. */
export const REAL_DATA = join(PROJECT, '../shared/data');

/** A suite that needs them. Without them it is skipped and says so; with CI=true that is a failure. */
export function describeWithRealData(name: string, suite: () => void): void {
  if (existsSync(join(REAL_DATA, 'FACTS.json'))) describe(name, suite);
  else if (process.env['CI'] === 'true')
    throw new Error(`${REAL_DATA} is missing: "${name}" cannot run.`);
  else describe.skip(`${name} (skipped: needs the data set in ../shared/data)`, suite);
}

export function readFacts(): any {
  return JSON.parse(readFileSync(join(REAL_DATA, 'FACTS.json'), 'utf8'));
}
