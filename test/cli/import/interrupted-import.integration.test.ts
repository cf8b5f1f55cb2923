import { existsSync } from 'node:fs';
import { appendFile, rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runImport, type ImportOrder } from '../../../cli/import/run-import.ts';
import { COMPLAINTS, complaintRows } from './complaint-file.ts';
import { interrupting, openImportStage, TOTALS, type ImportStage } from './import-stage.ts';

describe('an import that was interrupted', () => {
  let stage: ImportStage;

  beforeEach(async () => {
    stage = await openImportStage();
  });

  afterEach(() => stage.close());

  const CASES = [1, 2, 3, 4, 5].flatMap((ask) => [
    { ask, when: 'before' as const },
    { ask, when: 'after' as const },
  ]);

  test.each(CASES)(
    '$when request $ask was answered comes to the same totals and reject file',
    async (interruption) => {
      await runImport(await stage.complaints());
      const [before, records] = [await stage.rejected(), stage.rooms.cases];
      stage.forget();
      const order = await stage.complaints();
      const client = interrupting(order.client, interruption);
      await expect(runImport({ ...order, client })).rejects.toThrow('interrupted');
      if (existsSync(order.rejectsFile)) {
        // Killed between the reject file and the checkpoint: what was written counts for nothing.
        await appendFile(order.rejectsFile, '999,not counted,"cut of');
      }
      const summary = await runImport(order);
      // The answer to a batch was lost, so it was sent twice.
      const twice = interruption.when === 'after' ? { accepted: expect.anything() } : {};
      expect(summary).toMatchObject({
        ...TOTALS,
        unchanged: expect.anything(),
        ...twice,
        continuedAfter: (interruption.ask - 1) * 500,
      });
      expect(summary.accepted + summary.unchanged).toBe(TOTALS.accepted);
      expect(await stage.rejected()).toBe(before);
      expect(stage.rooms.cases).toEqual(records);
    },
  );

  const interruptHalfWay = async (order: ImportOrder) => {
    const client = interrupting(order.client, { ask: 3, when: 'before' });
    await expect(runImport({ ...order, client })).rejects.toThrow('interrupted');
  };

  test('and lost its reject file begins again, so that the file has every row', async () => {
    await runImport(await stage.complaints());
    const before = await stage.rejected();
    const order = await stage.complaints();
    await interruptHalfWay(order);
    await rm(order.rejectsFile);
    expect(await runImport(order)).toMatchObject({ continuedAfter: 0, rejected: 135 });
    expect(await stage.rejected()).toBe(before);
  });

  test('goes on only for the same file, mapping, division and gateway', async () => {
    const order = await stage.complaints();
    await interruptHalfWay(order);
    const others: readonly Partial<ImportOrder>[] = [
      { division: 'lending' },
      { target: 'http://elsewhere/graphql' },
      { file: await stage.files.write('other.csv', complaintRows(TOTALS.read + 1)) },
      { mappingFile: await stage.files.write('other.yaml', `${COMPLAINTS}\n# changed`) },
    ];
    for (const other of others) {
      const changed = { ...order, rejectsFile: stage.files.path('others.csv'), ...other };
      expect(await runImport(changed)).toMatchObject({ continuedAfter: 0 });
    }
    expect(await runImport(order)).toMatchObject({ continuedAfter: 1_000 });
  });
});
