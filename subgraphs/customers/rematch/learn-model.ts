import { sql, type Kysely } from 'kysely';
import { PairComparer } from '../matching/compare/pair-comparer.ts';
import { RECORD_SHAPE, textsOfRecord } from '../matching/room/record-shape.ts';
import { JobThreads } from '../matching/run/job-threads.ts';
import { StageClock } from '../matching/run/stage-clock.ts';
import { TableBuilder } from '../matching/run/table-builder.ts';
import { trainModel } from '../matching/run/train-model.ts';
import type { Column } from '../matching/values/column.ts';
import { lengthOf, MOST_UNITS, type TextTable } from '../matching/values/text-table.ts';
import { rounded, type FieldModel, type MatchModel } from '../matching/weigh/model.ts';
import type { PlacedRecord } from '../model.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';

/** What fits in memory; of more records a sample is read. */
const MOST_RECORDS = 250_000;
/** Fewer say too little of how often values agree by chance. */
const FEWEST_RECORDS = 1_000;
const PAGE = 5_000;

/**
 * Learns the weights from the room's own records, without any labels. Of very many records it reads those of
 * some customers, whole ones, since records of one person are what there is to learn from.
 *
 * Throws an Error when there are too few records.
 */
export async function learnModel(
  database: Kysely<CustomerTables>,
  version: string,
): Promise<MatchModel> {
  const records = await countRecords(database);
  if (records < FEWEST_RECORDS) {
    throw new Error(`Learning needs at least ${FEWEST_RECORDS} records, but there are ${records}.`);
  }
  const oneOf = Math.ceil(records / MOST_RECORDS);
  const builder = new TableBuilder(RECORD_SHAPE);
  for await (const record of streamRecords(database, oneOf)) builder.add(textsOfRecord(record));
  const table = builder.build();
  const { model } = await trainModel(table, {
    threads: new JobThreads(1),
    comparer: new PairComparer(table.columns),
    clock: new StageClock(),
  });
  const fields = model.fields.map((field, index) => {
    const column = table.columns[index];
    return column === undefined || !field.countsRarity ? field : { ...field, ...rarityOf(column) };
  });
  // A sample has as many matches for its records as all have, among fewer pairs.
  return { ...model, version, fields, priorWeight: rounded(model.priorWeight - Math.log2(oneOf)) };
}

/** The most common values that a model remembers of a field; all others count as equally rare. */
const MOST_VALUES = 1_000;

function rarityOf({ texts, shares }: Column): Pick<FieldModel, 'shares' | 'rareShare'> {
  const known = [...shares.keys()].filter((value) => value !== 0 && (shares[value] ?? 0) > 0);
  known.sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0) || a - b);
  const common = known.slice(0, MOST_VALUES).filter((value) => lengthOf(texts, value) < MOST_UNITS);
  const named = common.map((value): [string, number] => [textOf(texts, value), shares[value] ?? 0]);
  const least = known.at(-1);
  const rareShare = least === undefined ? 0 : (shares[least] ?? 0);
  return { shares: Object.fromEntries(named), rareShare };
}

function textOf({ codes, starts }: TextTable, text: number): string {
  return String.fromCharCode(...codes.subarray(starts[text], starts[text + 1]));
}

async function countRecords(database: Kysely<CustomerTables>): Promise<number> {
  const { count } = await database
    .selectFrom('source_record')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** In the order of their places, a page at a time. */
async function* streamRecords(
  database: Kysely<CustomerTables>,
  oneOf: number,
): AsyncIterable<PlacedRecord> {
  let last = { division: '', localId: '' };
  for (;;) {
    const { rows } = await sql<PlacedRecord>`
      select r.division, r.local_id as "localId", r.standardised as record
      from ${sql.id(SCHEMA, 'source_record')} r
      join ${sql.id(SCHEMA, 'source_link')} l using (division, local_id)
      where (r.division, r.local_id) > (${last.division} collate "C", ${last.localId} collate "C")
        and hashtext(l.customer_id::text) % ${oneOf} = 0
      order by r.division, r.local_id limit ${PAGE}`.execute(database);
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end;
  }
}
