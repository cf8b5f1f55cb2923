import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  NOTHING_DONE,
  openCheckpoint,
  type ImportIdentity,
} from '../../../cli/import/checkpoint.ts';
import { makeTemporaryFiles, type TemporaryFiles } from './temporary-files.ts';

const SOME = { ...NOTHING_DONE, read: 500, accepted: 498, rejected: 2, reasons: { bad: 2 } };

let files: TemporaryFiles;
let identity: ImportIdentity;

beforeEach(async () => {
  files = await makeTemporaryFiles();
  const rows = await files.write('rows.csv', 'a\n1\n');
  const mapping = await files.write('mapping.yaml', 'kind: calls');
  identity = { target: 'http://here/graphql', division: 'banking', files: [rows, mapping] };
});

afterEach(() => files.remove());

const open = (changes: Partial<ImportIdentity> = {}) =>
  openCheckpoint(files.directory, { ...identity, ...changes });

describe('a checkpoint', () => {
  test('is at the beginning when there is none', async () => {
    expect(await (await open()).read()).toEqual(NOTHING_DONE);
  });

  test('is where the last batch was counted, for whoever opens it again', async () => {
    await (await open()).write({ ...SOME, read: 1 });
    await (await open()).write(SOME);
    expect(await (await open()).read()).toEqual(SOME);
  });

  test('is that of the content, whatever the files are called', async () => {
    await (await open()).write(SOME);
    const copy = await files.write('copy.csv', 'a\n1\n');
    const moved = await open({ files: [copy, identity.files[1] ?? ''] });
    expect(await moved.read()).toEqual(SOME);
  });

  test.each<[string, () => Promise<Partial<ImportIdentity>>]>([
    ['another division', () => Promise.resolve({ division: 'lending' })],
    ['another gateway', () => Promise.resolve({ target: 'http://there/graphql' })],
    [
      'a file with one more byte',
      async () => ({ files: [await files.write('more.csv', 'a\n1\n\n'), identity.files[1] ?? ''] }),
    ],
    [
      'another mapping',
      async () => ({
        files: [identity.files[0] ?? '', await files.write('m.yaml', 'kind: loans')],
      }),
    ],
    [
      'the same bytes divided otherwise',
      async () => ({
        files: [await files.write('x', 'a\n1\nkind'), await files.write('y', ': calls')],
      }),
    ],
  ])('is not that of %s', async (_name, changes) => {
    await (await open()).write(SOME);
    expect(await (await open(await changes())).read()).toEqual(NOTHING_DONE);
  });

  test.each([
    ['cut off', '{"read": 5'],
    ['empty', ''],
    ['of another kind', '{"rows": 5}'],
    ['with a count that is none', JSON.stringify({ ...SOME, read: -500 })],
  ])('that is %s counts from the beginning', async (_name, content) => {
    await (await open()).write(SOME);
    const [name = ''] = await readdir(files.path('imports'));
    await writeFile(join(files.path('imports'), name), content);
    expect(await (await open()).read()).toEqual(NOTHING_DONE);
  });

  test('is whole even when the process ends while it is written', async () => {
    const checkpoint = await open();
    await checkpoint.write(SOME);
    const [name = ''] = await readdir(files.path('imports'));
    await writeFile(join(files.path('imports'), `${name}.new`), '{"read": 9');
    expect(await checkpoint.read()).toEqual(SOME);
    await checkpoint.write({ ...SOME, read: 1_000 });
    expect(JSON.parse(await readFile(join(files.path('imports'), name), 'utf8')).read).toBe(1_000);
  });

  test('is cleared when the import is done', async () => {
    const checkpoint = await open();
    await checkpoint.write(SOME);
    await checkpoint.clear();
    await checkpoint.clear();
    expect(await checkpoint.read()).toEqual(NOTHING_DONE);
    expect(await readdir(files.path('imports'))).toEqual([]);
  });

  test('of a file that is not there is an error that names it', async () => {
    await expect(open({ files: ['/no/such/file.csv'] })).rejects.toThrow('/no/such/file.csv');
  });
});
