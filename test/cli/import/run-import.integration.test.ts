import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runImport } from '../../../cli/import/run-import.ts';
import { failure } from '../played-gateway.ts';
import { COMPLAINTS, complaintRows } from './complaint-file.ts';
import { interrupting, openImportStage, TOTALS, type ImportStage } from './import-stage.ts';

describe('an import', () => {
  let stage: ImportStage;

  beforeEach(async () => {
    stage = await openImportStage();
  });

  afterEach(() => stage.close());

  describe('of a file', () => {
    test('sends every row once, in batches of 500, with the division of the command', async () => {
      const summary = await runImport(await stage.complaints());
      expect(summary).toMatchObject({ ...TOTALS, kind: 'complaints', continuedAfter: 0 });
      expect(stage.gateway.requests).toHaveLength(5);
      expect(stage.rooms.cases.size).toBe(TOTALS.accepted);
      expect(stage.rooms.cases.get('c7')).toEqual({
        type: 'COMPLAINT',
        division: 'banking',
        externalId: 'c7',
        subject: 'one line',
        openedAt: '2026-02-10T00:00:00.000Z',
      });
    });

    test('tells how far it has come, to the end', async () => {
      await runImport(await stage.complaints());
      expect(stage.shown.slice(-2)).toEqual(['1.00 2250 rows', 'finished']);
      expect(stage.shown[0]).toMatch(/^0\.2\d 500 rows$/);
    });

    test('counts reasons and warnings, those of taken rows only', async () => {
      const { reasons, warnings } = await runImport(await stage.complaints());
      expect(reasons).toMatchObject({
        'expected 5 fields, but got: 2': 45,
        'Column "day": expected a date as YYYY-MM-DD, but got: "2026-02-30".': 45,
      });
      expect(warnings).toEqual({ 'answered before it came': 45 });
    });

    test('puts each row that was not taken under its line, whoever refused it', async () => {
      await runImport(await stage.orderOf(COMPLAINTS, complaintRows(60)));
      expect(await stage.rejected()).toBe(
        'line,reason,id,zone,day,answered,text\n' +
          '3,"expected 5 fields, but got: 2",c1,EU\n' +
          '4,"Column ""day"": expected a date as YYYY-MM-DD, but got: ""2026-02-30"".",c2,EU,2026-02-30,2026-02-11,one line\n' +
          '5,the room refuses refuse-3,refuse-3,EU,2026-02-10,2026-02-11,one line\n' +
          // Row 6 has two lines.
          '54,"expected 5 fields, but got: 2",c51,EU\n' +
          '55,"Column ""day"": expected a date as YYYY-MM-DD, but got: ""2026-02-30"".",c52,EU,2026-02-30,2026-02-11,one line\n' +
          '56,the room refuses refuse-53,refuse-53,EU,2026-02-10,2026-02-11,one line\n',
      );
    });

    test('that was gzipped comes to the same', async () => {
      const file = await stage.files.write('rows.csv.gz', gzipSync(complaintRows(TOTALS.read)));
      expect(await runImport(await stage.complaints({ file }))).toMatchObject(TOTALS);
    });

    test('without rows sends nothing', async () => {
      const summary = await runImport(await stage.orderOf(COMPLAINTS, complaintRows(0)));
      expect(summary).toMatchObject({ read: 0, accepted: 0 });
      expect(stage.gateway.requests).toHaveLength(0);
    });

    test('with no row that can be sent asks nobody, and rejects them all', async () => {
      const content = 'id,zone,day,answered,text\n,EU,2026-01-01,,x\nc1\n';
      const summary = await runImport(await stage.orderOf(COMPLAINTS, content));
      expect(summary).toMatchObject({ read: 2, rejected: 2 });
      expect(stage.gateway.requests).toHaveLength(0);
    });

    test('a second time changes nothing, and finds the same faults', async () => {
      await runImport(await stage.complaints());
      const before = await stage.rejected();
      expect(await runImport(await stage.complaints())).toMatchObject({
        ...TOTALS,
        accepted: 0,
        unchanged: TOTALS.accepted,
        continuedAfter: 0,
      });
      expect(await stage.rejected()).toBe(before);
    });
  });

  describe('whose gateway', () => {
    test('is away for a while waits and comes to the same', async () => {
      stage.gateway.interject(
        failure('SUBGRAPH_UNAVAILABLE'),
        { kind: 'hang up' },
        failure('RATE_LIMIT_EXCEEDED'),
      );
      expect(await runImport(await stage.complaints())).toMatchObject(TOTALS);
    });

    test('finds a request too large sends it in halves, and names the right lines', async () => {
      await runImport(await stage.complaints());
      const before = await stage.rejected();
      stage.forget();
      const tooLarge = failure('REQUEST_TOO_LARGE');
      stage.gateway.interject(tooLarge, tooLarge, tooLarge);
      expect(await runImport(await stage.complaints())).toMatchObject(TOTALS);
      expect(await stage.rejected()).toBe(before);
    });

    test('refuses stops with its words, and goes on where it was when it may', async () => {
      await runImport(await stage.complaints());
      const before = await stage.rejected();
      stage.forget();
      const order = await stage.complaints();
      const client = interrupting(order.client, { ask: 3, when: 'before' });
      await expect(runImport({ ...order, client })).rejects.toThrow('interrupted');
      stage.gateway.interject(failure('FORBIDDEN', 'Only operators import'));
      await expect(runImport(order)).rejects.toThrow('Only operators import (FORBIDDEN)');
      expect(await runImport(order)).toMatchObject({ ...TOTALS, continuedAfter: 1_000 });
      expect(await stage.rejected()).toBe(before);
    });
  });

  describe('stops before the first request', () => {
    test('when the mapping is at fault', async () => {
      await expect(runImport(await stage.orderOf('kind: cats', 'a\n1\n'))).rejects.toThrow(
        'not valid',
      );
      expect(stage.gateway.requests).toHaveLength(0);
    });

    test('when the file lacks columns, all of which it names', async () => {
      const order = await stage.orderOf(COMPLAINTS, 'id,text\n1,x\n');
      await expect(runImport(order)).rejects.toThrow(
        `The mapping needs the columns answered, day, zone, but ${order.file} has: id, text.`,
      );
      expect(stage.shown).toEqual(['finished']);
    });

    test('when the file lacks columns and has no rows either', async () => {
      await expect(runImport(await stage.orderOf(COMPLAINTS, 'id\n'))).rejects.toThrow(
        'needs the columns',
      );
    });

    test('when a column that it needs stands in the file twice', async () => {
      const order = await stage.orderOf(COMPLAINTS, 'id,zone,day,answered,text,day,other,other\n');
      await expect(runImport(order)).rejects.toThrow(
        'The mapping needs each of the columns day once',
      );
    });
  });

  describe('of customers', () => {
    const MAPPING = 'kind: customers\nrecord: { localId: id, phones: [{ number: phone }] }';

    test('names the field that was refused, and counts values kept as they came', async () => {
      const content = 'id,phone\nc1,1\nrefuse-me,2\nc2,none\nc1,1\n';
      expect(await runImport(await stage.orderOf(MAPPING, content))).toMatchObject({
        read: 4,
        accepted: 2,
        unchanged: 1,
        rejected: 1,
        reasons: { 'localId: not wanted': 1 },
        warnings: { 'phones kept as it came': 1 },
      });
      expect(stage.gateway.requests[0]?.variables['division']).toBe('banking');
      expect(await stage.rejected()).toBe(
        'line,reason,id,phone\n3,localId: not wanted,refuse-me,2\n',
      );
    });
  });

  describe('of loans', () => {
    const MAPPING = `
      kind: loans
      record:
        id: id
        status: { value: ACTIVE }
        principal: { amount: amount, currency: { value: EUR } }
        borrower: { localId: who }`;
    const CONTENT = 'id,amount,who\nl1,1.00,b1\nl2,2.00,\nl3,3.00,refuse-b\nrefuse-l,4.00,b4\n';

    test('sends the borrowers first, and loans that have none without', async () => {
      const order = await stage.orderOf(MAPPING, CONTENT, { division: 'lending' });
      expect(await runImport(order)).toMatchObject({
        accepted: 3,
        rejected: 1,
        warnings: { 'borrower not taken: the room refuses refuse-b': 1 },
      });
      expect([...stage.rooms.borrowers.keys()]).toEqual(['b1', 'b4']);
      expect(stage.rooms.loans.get('l1')).toMatchObject({ borrowerLocalId: 'b1' });
      expect(stage.rooms.loans.get('l2')).not.toHaveProperty('borrowerLocalId');
      expect(await stage.rejected()).toContain('5,the room refuses refuse-l,refuse-l,4.00,b4');
    });

    test('belongs to division lending', async () => {
      await expect(runImport(await stage.orderOf(MAPPING, CONTENT))).rejects.toThrow(
        'Loans belong to division lending, but got: --division banking.',
      );
      expect(stage.gateway.requests).toHaveLength(0);
    });
  });
});
