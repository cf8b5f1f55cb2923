import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ImportOrder } from '../../../cli/import/run-import.ts';
import { runImport } from '../../../cli/import/run-import.ts';
import { interrupting, openImportStage, type ImportStage } from './import-stage.ts';

const MAPPING = `
record:
  externalId: { column: id, empty: ['?'] }
  priority: { column: priority, map: { high: HIGH, low: LOW } }
  channel: { column: via, map: { phone: PHONE, mail: EMAIL }, take: first }
  slaMade: { column: made, boolean: true }
  resolvedAt: { column: resolved, dateTime: D/M/YYYY H:mm, empty: ['?'] }
event:
  at: { column: changed, dateTime: D/M/YYYY H:mm }
  status: { column: state, map: { New: NEW, Busy: OPEN, Done: SOLVED }, empty: ['-100'] }
  sourceState: state
order: count
`;

const HEADER = 'id,count,changed,state,priority,via,made,resolved\n';

/** Each case has four entries, the rows of all of them mixed. */
function rowsOf(cases: number): string {
  const entries = ['New', 'Busy', '-100', 'Done'];
  const rows = entries.flatMap((state, place) =>
    Array.from({ length: cases }, (_, index) => {
      const made = index % 2 === 0 || place < 3;
      return `K${index},${place},${place + 1}/2/2026 7:00,${state},low,phone,${made},4/2/2026 6:00`;
    }),
  );
  return `${HEADER}${rows.join('\n')}\n`;
}

describe('the import of a log', () => {
  let stage: ImportStage;
  beforeEach(async () => {
    stage = await openImportStage();
  });
  afterEach(() => stage.close());

  const orderOf = (rows: string, changes: Partial<ImportOrder> = {}) =>
    stage.orderOf(MAPPING, rows, { kind: 'cases', ...changes });

  test('makes one record of the rows of a case, wherever in the file they are', async () => {
    const file = `${HEADER}
K1,3,2/2/2026 8:00,Done,high,mail,false,2/2/2026 7:59
K2,1,1/2/2026 9:00,New,low,mail,true,?
K1,2,1/2/2026 8:00,Busy,low,mail,true,2/2/2026 7:59
K1,1,1/2/2026 8:00,New,,phone,true,2/2/2026 7:59
K1,3,2/2/2026 8:00,-100,,mail,false,2/2/2026 7:59
`;
    const summary = await runImport(await orderOf(file));
    expect(summary).toMatchObject({ kind: 'cases', read: 5, accepted: 5, rejected: 0, cases: 2 });
    expect(stage.rooms.cases.get('K1')).toEqual({
      type: 'INCIDENT',
      division: 'banking',
      externalId: 'K1',
      priority: 'HIGH',
      channel: 'PHONE',
      slaMade: false,
      resolvedAt: '2026-02-02T07:59:00.000Z',
      events: [
        { at: '2026-02-01T08:00:00.000Z', status: 'NEW', sourceState: 'New' },
        { at: '2026-02-01T08:00:00.000Z', status: 'OPEN', sourceState: 'Busy' },
        { at: '2026-02-02T08:00:00.000Z', status: 'SOLVED', sourceState: 'Done' },
        { at: '2026-02-02T08:00:00.000Z', sourceState: '-100' },
      ],
    });
    expect(stage.rooms.cases.get('K2')).toMatchObject({ resolvedAt: null });
  });

  test('takes a case whole or not at all, with all of its rows in the reject file', async () => {
    const file = `${HEADER}K1,1,1/2/2026 8:00,New,low,phone,true,?
K2,1,1/2/2026 8:00,New,low,phone,true,?
K1,2,30/2/2026 8:00,Busy,low,phone,true,?
K1,3,3/2/2026 8:00,Done,low
?,1,1/2/2026 8:00,New,low,phone,true,?
refuse,1,1/2/2026 8:00,New,low,phone,true,?
`;
    const summary = await runImport(await orderOf(file));
    expect(summary).toMatchObject({ read: 6, accepted: 1, rejected: 5, cases: 4 });
    expect([...stage.rooms.cases.keys()]).toEqual(['K2']);
    const lines = (await stage.rejected()).split('\n').slice(1, -1);
    expect(lines).toEqual([
      expect.stringMatching(/^2,a row of the same case is not taken: line 4,K1,1,/),
      expect.stringMatching(/^4,"Column ""changed"": expected a date as D\/M\/YYYY H:mm/),
      expect.stringMatching(/^5,"expected 8 fields, but got: 5",K1,3,/),
      expect.stringMatching(/^6,"externalId: required, but there is no value",\?,1,/),
      expect.stringMatching(/^7,the room refuses refuse,refuse,1,/),
    ]);
  });

  test('counts rows that come twice, and cases that are known, as unchanged', async () => {
    const rows = rowsOf(3);
    const twice = rows + rows.slice(HEADER.length);
    expect(await runImport(await orderOf(twice))).toMatchObject({
      ...{ read: 24, accepted: 12, unchanged: 12, cases: 3 },
    });
    expect(await runImport(await orderOf(rows))).toMatchObject({
      ...{ read: 12, accepted: 0, unchanged: 12, cases: 3 },
    });
    expect(stage.rooms.cases.get('K1')?.['events']).toHaveLength(4);
  });

  test('takes a row that repeats another in its turn for what it is', async () => {
    const row = (state: string, at = '1/2/2026 8:00') => `K1,1,${at},${state},low,phone,true,?\n`;
    const file = `${HEADER}${row('New')}${row('Busy')}${row('Busy')}${row('New')}${row('Done', '2/2/2026 8:00')}${row('Busy')}`;
    const mapping = MAPPING.replace('order: count\n', '');
    const summary = await runImport(await stage.orderOf(mapping, file, { kind: 'cases' }));
    expect(summary).toMatchObject({ read: 6, accepted: 4, unchanged: 2 });
    const events = stage.rooms.cases.get('K1')?.['events'] as readonly { sourceState: string }[];
    expect(events.map(({ sourceState }) => sourceState)).toEqual(['New', 'Busy', 'New', 'Done']);
  });

  test.each(['before', 'after'] as const)(
    'interrupted %s a request it goes on, and nothing is lost or doubled',
    async (when) => {
      const order = await orderOf(rowsOf(1_200));
      const client = interrupting(order.client, { ask: 2, when });
      await expect(runImport({ ...order, client })).rejects.toThrow('interrupted');
      const summary = await runImport(order);
      expect(summary).toMatchObject({ read: 4_800, rejected: 0, cases: 1_200 });
      expect(summary.continuedAfter).toBe(1_500);
      expect(summary.accepted + summary.unchanged).toBe(4_800);
      expect(stage.rooms.cases.size).toBe(1_200);
      expect(stage.shown.at(-2)).toBe('1.00 1200 cases, 4800 rows');
    },
  );

  test('takes the division from the mapping or from each row', async () => {
    const row = `${HEADER}K1,1,1/2/2026 8:00,New,low,phone,true,?\n`;
    const none = await orderOf(row, { division: null });
    await expect(runImport(none)).rejects.toThrow('Expected --division, or "division"');
    const named = await stage.orderOf(`division: lending\n${MAPPING}`, row, { division: null });
    expect(await runImport({ ...named, kind: 'cases' })).toMatchObject({ division: 'lending' });
    expect(stage.rooms.cases.get('K1')).toMatchObject({ division: 'lending' });
    stage.forget();
    const mapping = MAPPING.replace('record:', 'record:\n  division: via');
    const inRows = await stage.orderOf(mapping, row, { division: null, kind: 'cases' });
    expect(await runImport(inRows)).toMatchObject({ division: null });
    expect(stage.rooms.cases.get('K1')).toMatchObject({ division: 'phone' });
    const both = await stage.orderOf(mapping, row, { kind: 'cases' });
    await expect(runImport(both)).rejects.toThrow('but got both');
  });
});
