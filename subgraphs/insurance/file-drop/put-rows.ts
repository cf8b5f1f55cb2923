import { sql, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { excludedOf } from '../../kit/excluded-of.ts';
import { appendEvents } from '../../kit/outbox.ts';
import { holderRecorded, policyEvents } from '../insurance-events.ts';
import type { ClaimRow, FileDropKind, HolderRow, InsuranceTables, PolicyRow } from '../model.ts';
import type { FileName } from './file-name.ts';
import type { ClaimLine, HolderLine, PolicyLine } from './file-format.ts';
import { readClaim, readHolder, readPolicy } from './file-format.ts';
import type { ColumnReader } from './column-reader.ts';
import type { BadRow, GoodRow } from './file-rows.ts';
import { rounds } from './rounds.ts';

/** What a file is put with: its one transaction, its name and the time of taking it. */
export interface PutContext {
  readonly transaction: Transaction<InsuranceTables>;
  readonly name: FileName;
  readonly now: Date;
}

/** How the rows of one kind of file are read and stored. */
export interface RowKind<Row> {
  readonly read: (reader: ColumnReader) => Row;
  /** Stores what is new or changed; gives the rows that cannot be stored, with reasons. */
  readonly put: (context: PutContext, rows: readonly GoodRow<Row>[]) => Promise<readonly BadRow[]>;
}

/** Calls `use` with the reading and storing of that kind. */
export function withRowKind<Result>(
  kind: FileDropKind,
  use: <Row>(rowKind: RowKind<Row>) => Promise<Result>,
): Promise<Result> {
  if (kind === 'HOLDERS') return use({ read: readHolder, put: putHolders });
  if (kind === 'POLICIES') return use({ read: readPolicy, put: putPolicies });
  return use({ read: readClaim, put: putClaims });
}

async function putHolders(
  { transaction, name, now }: PutContext,
  rows: readonly GoodRow<HolderLine>[],
): Promise<readonly BadRow[]> {
  for (const round of rounds(rows, ({ row }) => row.local_id)) {
    const values = round.map(({ row, digest }) => ({ ...row, version: name.versionOrder, digest }));
    const changed = await upsertHolders(transaction, values);
    await appendEvents(
      transaction,
      changed.map((row) => holderRecorded(row, now)),
    );
  }
  return [];
}

/** A corrected file of the same night has the same version, so the record's own grows by a thousandth. */
function upsertHolders(
  transaction: Transaction<InsuranceTables>,
  values: readonly HolderRow[],
): Promise<HolderRow[]> {
  const columns = Object.keys(values[0] ?? {}).filter((column) => column !== 'version');
  return transaction
    .insertInto('holder')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .column('local_id')
        .doUpdateSet({
          ...excludedOf(columns),
          version: sql<string>`greatest(excluded.version, holder.version + 0.001)`,
        })
        .where('holder.digest', '<>', sql<string>`excluded.digest`),
    )
    .returningAll()
    .execute();
}

async function putPolicies(
  { transaction, now }: PutContext,
  rows: readonly GoodRow<PolicyLine>[],
): Promise<readonly BadRow[]> {
  for (const round of rounds(rows, ({ row }) => row.number)) {
    const known = await policiesByNumber(
      transaction,
      round.map(({ row }) => row.number),
    );
    const changed = round.filter(({ row, digest }) => known.get(row.number)?.digest !== digest);
    if (changed.length === 0) continue;
    const stored = await transaction
      .insertInto('policy')
      .values(changed.map(({ row, digest }) => ({ ...row, id: uuidv7(), digest })))
      .onConflict((conflict) => conflict.column('number').doUpdateSet(excludedOf(POLICY_COLUMNS)))
      .returningAll()
      .execute();
    await appendEvents(
      transaction,
      stored.flatMap((policy) => policyEvents(known.get(policy.number), policy, now)),
    );
  }
  return [];
}

const POLICY_COLUMNS = [
  'holder_local_id',
  'product',
  'status',
  'premium',
  'currency',
  'starts_on',
  'ends_on',
  'digest',
];

async function putClaims(
  { transaction }: PutContext,
  rows: readonly GoodRow<ClaimLine>[],
): Promise<readonly BadRow[]> {
  const bad: BadRow[] = [];
  for (const round of rounds(rows, ({ row }) => row.id)) {
    const policies = await policiesByNumber(
      transaction,
      round.map(({ row }) => row.policyNumber),
    );
    const values: ClaimRow[] = [];
    for (const { line, fields, row, digest } of round) {
      const { policyNumber, ...claim } = row;
      const policy = policies.get(policyNumber);
      if (policy === undefined) bad.push({ line, fields, reason: unknownPolicy(policyNumber) });
      else values.push({ ...claim, key: uuidv7(), policy_id: policy.id, digest });
    }
    await upsertClaims(transaction, values);
  }
  return bad;
}

/** The file wins over what a caller filed under the same number. */
async function upsertClaims(
  transaction: Transaction<InsuranceTables>,
  values: readonly ClaimRow[],
): Promise<void> {
  if (values.length === 0) return;
  const columns = Object.keys(values[0] ?? {}).filter((column) => !['id', 'key'].includes(column));
  await transaction
    .insertInto('claim')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet(excludedOf(columns))
        .where('claim.digest', 'is distinct from', sql<string>`excluded.digest`),
    )
    .execute();
}

function unknownPolicy(number: string): string {
  return `Column "policy_number" must be the number of a known policy, but got: "${number}".`;
}

/** Locks what it finds: a cancelling under way is waited for. */
async function policiesByNumber(
  transaction: Transaction<InsuranceTables>,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, PolicyRow>> {
  if (numbers.length === 0) return new Map();
  const rows = await transaction
    .selectFrom('policy')
    .selectAll()
    .where('number', 'in', [...new Set(numbers)])
    .orderBy('number')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.number, row]));
}
