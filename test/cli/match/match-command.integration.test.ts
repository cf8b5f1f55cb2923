import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PEOPLE_MAPPING, writePeople } from '../../../bench/matching/generated-people.ts';
import { bundled } from '../../support/bundled.ts';
import { PROJECT } from '../../support/house.ts';
import { describeWithRealData, REAL_DATA } from '../../support/real-data.ts';

const run = promisify(execFile);

/** Runs the command; rejects with what it printed when it fails. */
async function match(...args: readonly string[]): Promise<string> {
  const command = await bundled(join(PROJECT, 'cli/match.ts'));
  const { stdout } = await run(process.execPath, [command, ...args], { maxBuffer: 2 ** 26 });
  return stdout;
}

/** What the report says of one measure. */
function measured(report: string, measure: string) {
  const line = report.split('\n').find((one) => one.startsWith(`| ${measure}`)) ?? '';
  const [precision = 0, recall = 0, f1 = 0] = line.split('|').slice(2).map(Number);
  return { precision, recall, f1 };
}

describe('npm run match', () => {
  let folder: string;
  let file: string;
  let mapping: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'switchboard-match-'));
    [file, mapping] = [join(folder, 'people.csv'), join(folder, 'people.yaml')];
    await writePeople(file, 2_000);
    await writeFile(mapping, PEOPLE_MAPPING);
  });

  afterAll(() => rm(folder, { recursive: true }));

  const clusters = async (records: string, ...args: readonly string[]) => {
    const out = join(folder, 'clusters.csv');
    await match('--file', records, '--mapping', mapping, '--clusters', out, ...args);
    const lines = (await readFile(out, 'utf8')).trimEnd().split('\n').slice(1);
    return lines.map((line) => line.split(',')[1] ?? '');
  };

  test('finds who is one person, takes nobody for somebody else, and reports it', async () => {
    const report = await match('--file', file, '--mapping', mapping);
    const { precision, recall } = measured(report, 'cluster-pair');
    expect(precision).toBeGreaterThan(0.999);
    expect(recall).toBeGreaterThan(0.97);
    for (const text of [
      '| records | 2,000 |',
      'Pairs completeness',
      'reduction ratio',
      '| total |',
    ])
      expect(report).toContain(text);
    expect(report).toMatch(/\| familyName \| same \| 0\.\d+ \|/);
  });

  test('comes to the same each time, on however many threads', async () => {
    const one = await clusters(file, '--threads', '1');
    expect(await clusters(file, '--threads', '3')).toEqual(one);
  });

  test('explains a pair by steps that add up', async () => {
    const all = await clusters(file);
    const right = all.findIndex((cluster, record) => cluster !== String(record));
    const pair = `${all[right] ?? ''}, ${right}`;
    const text = await match('--file', file, '--mapping', mapping, '--explain', pair);
    const lines = text.split('\n\n', 1)[0]?.split('\n') ?? [];
    const bits = lines.map((line) => Number(line.trim().split(' ', 1)[0]));
    const together = bits.pop() ?? 0;
    expect(bits.length).toBeGreaterThan(5);
    expect(bits.reduce((sum, some) => sum + some, 0)).toBeCloseTo(together, 1);
    await expect(match('--file', file, '--mapping', mapping, '--explain', 'x,0')).rejects.toThrow(
      '--explain must name two records by their ids, but got: x,0',
    );
  });

  test('has at most one record of a clean file in each cluster', async () => {
    const [head = '', ...rows] = (await readFile(file, 'utf8')).trimEnd().split('\n');
    const people = rows.map((row) => row.split(',')[1]);
    const part = (isFirst: boolean) =>
      rows.filter((_, row) => (people.indexOf(people[row]) === row) === isFirst);
    const [clean, others] = [join(folder, 'clean.csv'), join(folder, 'others.csv')];
    await writeFile(clean, [head, ...part(true)].join('\n'));
    await writeFile(others, [head, ...part(false)].join('\n'));
    const ofClean = (await clusters(others, '--against', clean)).slice(part(false).length);
    expect(new Set(ofClean).size).toBe(ofClean.length);
    const report = await match('--file', others, '--mapping', mapping, '--against', clean);
    expect(report).toContain('| clean files: one record a cluster | 2 |');
    expect(measured(report, 'cluster-pair').recall).toBeGreaterThan(0.97);
  });

  test('reports on more clusters than a function takes arguments', async () => {
    const many = join(folder, 'many.csv');
    const rows = Array.from(
      { length: 300_000 },
      (_, row) => `${row},P${row >> 1},n${row >> 1}@x.example,${2_000_000_000 + (row >> 1)}`,
    );
    await writeFile(many, ['id,person,email,phone', ...rows].join('\n'));
    const few = join(folder, 'few.yaml');
    await writeFile(few, 'id: id\nfields: { email: email, phone: phone }\n');
    const report = await match('--file', many, '--mapping', few, '--truth', 'person');
    expect(report).toContain('| clusters of several records | 150,000 |');
    expect(measured(report, 'pairwise').f1).toBe(1);
  });

  test('of nobody, or of one record, finds nobody', async () => {
    const few = join(folder, 'few.csv');
    const [head = '', row = ''] = (await readFile(file, 'utf8')).split('\n');
    await writeFile(few, `${head}\n`);
    expect(await clusters(few)).toEqual([]);
    await writeFile(few, `${head}\n${row}\n`);
    expect(await clusters(few)).toEqual(['0']);
  });

  test('says which columns a file lacks', async () => {
    const other = join(folder, 'other.csv');
    await writeFile(other, 'id,person,given\n1,1,Ann\n');
    await expect(match('--file', other, '--mapping', mapping)).rejects.toThrow(
      /other\.csv .*must have the columns family, born, .* but has: id, person, given/s,
    );
  });
});

describeWithRealData('npm run match on published files, one configuration, no labels', () => {
  const CASES = [
    ['febrl', 'febrl/dataset1.csv', 'rec_id', { pairwise: 0.999, bCubed: 0.999 }],
    ['febrl', 'febrl/dataset3.csv', 'rec_id', { pairwise: 0.995, bCubed: 0.999 }],
    [
      'historical-people',
      'people/historical_50k.csv.gz',
      'cluster',
      { pairwise: 0.78, bCubed: 0.88 },
    ],
  ] as const;

  test.each(CASES)('by %s: %s', async (name, file, truth, least) => {
    const mapping = join(PROJECT, `test/fixtures/match-mappings/${name}.yaml`);
    const report = await match(
      ...['--file', join(REAL_DATA, file), '--mapping', mapping, '--truth', truth],
    );
    expect(measured(report, 'pairwise').f1).toBeGreaterThanOrEqual(least.pairwise);
    expect(measured(report, 'B-cubed').f1).toBeGreaterThanOrEqual(least.bCubed);
  });
});
