import { beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { mapRow } from '../../../../../cli/import/map-row.ts';
import { readMapping } from '../../../../../cli/import/mapping.ts';
import { readRows } from '../../../../../cli/import/read-rows.ts';
import type { Cluster } from '../../../../../subgraphs/customers/linking/linker.ts';
import { tell } from '../../../../../subgraphs/lending/feed-events.ts';
import { standardiseRecord } from '../../../../../subgraphs/customers/standardise/standardise-record.ts';
import type { PlacedRecord } from '../../../../../subgraphs/customers/model.ts';
import { linkEverybody } from '../../../../sample/link-everybody.ts';
import { PROJECT } from '../../../../support/house.ts';
import { describeWithRealData, readFacts, REAL_DATA } from '../../../../support/real-data.ts';

const AS_OF = new Date('2026-11-22T10:00:00Z');

describeWithRealData('clients of a bank and borrowers of another one', () => {
  let records: readonly PlacedRecord[];
  let clusters: readonly Cluster[];

  beforeAll(async () => {
    const clients = await readMapped('bank-customers', 'completedclient.csv');
    const loans = await readMapped('luxury-loans', 'luxuryloanportfolio.csv');
    records = [
      ...clients.map((record) => placed('banking', record)),
      ...loans.map(({ borrower }) => placed('lending', toldOf(borrower))),
    ];
    clusters = linkEverybody(records);
  });

  test('share hundreds of names', () => {
    const clients = namesIn('banking', records);
    const namesakes = records.filter(
      (one) => one.division === 'lending' && clients.has(nameOf(one)),
    );
    expect(new Set(namesakes.map(nameOf)).size).toBe(556);
  });

  test('are never taken for each other', () => {
    const mixed = clusters.filter(
      ({ members }) => new Set(members.map(({ division }) => division)).size > 1,
    );
    expect(mixed).toEqual([]);
  });

  test('are all there, each client by themselves', () => {
    const clients = clusters.filter(({ members }) => members[0]?.division === 'banking');
    expect(clients).toHaveLength(readFacts().retail_bank.customers);
  });
});

type Mapped = Readonly<Record<string, any>>;

async function readMapped(mappingName: string, file: string): Promise<readonly Mapped[]> {
  const mapping = readMapping(join(PROJECT, `test/fixtures/mappings/${mappingName}.yaml`));
  const mapped: Mapped[] = [];
  const rows = readRows(join(REAL_DATA, 'bank_group', file), ',', () => undefined);
  for await (const { row, hash } of rows) mapped.push(mapRow(mapping, row, hash));
  return mapped;
}

/** What lending tells the other rooms of a borrower. */
function toldOf(borrower: any): Mapped {
  const change = { sequence: 1, at: AS_OF.toISOString(), borrower, loan: null };
  const [event] = tell([change], new Map()).events;
  if (event?.type !== 'customer.recorded') throw new Error('Expected a customer.recorded event.');
  return { ...event.payload.record, localId: borrower.localId };
}

function placed(division: string, record: Mapped): PlacedRecord {
  return { division, localId: record['localId'], record: standardiseRecord(record, AS_OF).record };
}

function nameOf({ record: { name } }: PlacedRecord): string {
  return `${name?.given ?? ''} ${name?.family ?? ''}`.toLowerCase();
}

function namesIn(division: string, records: readonly PlacedRecord[]): ReadonlySet<string> {
  return new Set(records.filter((one) => one.division === division).map(nameOf));
}
