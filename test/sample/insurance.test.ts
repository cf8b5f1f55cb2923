import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  readClaim,
  readHolder,
  readPolicy,
} from '../../subgraphs/insurance/file-drop/file-format.ts';
import type { ColumnReader } from '../../subgraphs/insurance/file-drop/column-reader.ts';
import { fileRows } from '../../subgraphs/insurance/file-drop/file-rows.ts';
import { readTrailer } from '../../subgraphs/insurance/file-drop/csv-lines.ts';
import { readFileName } from '../../subgraphs/insurance/file-drop/file-name.ts';
import { company } from './sample-company.ts';

// What goes through the gateway is checked when it is loaded: a rejected row ends the load.
describe("the sample company's files are taken without a rejected row", () => {
  const readers: Record<string, (reader: ColumnReader) => unknown> = {
    HOLDERS: readHolder,
    POLICIES: readPolicy,
    CLAIMS: readClaim,
  };

  test.each(company.insurance)('$name', async ({ name, text }) => {
    const directory = await mkdtemp(join(tmpdir(), 'sample-'));
    await writeFile(join(directory, name), text);
    const file = await open(join(directory, name));
    const { size } = await file.stat();
    const { kind = 'HOLDERS' } = readFileName(name) ?? {};
    const expectedRows = (await readTrailer(file, size)) ?? -1;
    const bad: unknown[] = [];
    let good = 0;
    const batches = fileRows({ file, size, kind, expectedRows }, readers[kind] ?? readHolder);
    for await (const batch of batches) {
      good += batch.good.length;
      bad.push(...batch.bad);
    }
    await file.close();
    await rm(directory, { recursive: true });
    expect(bad).toEqual([]);
    expect(good).toBe(expectedRows);
  });
});
