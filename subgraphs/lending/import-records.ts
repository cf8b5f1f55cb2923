import type { LendingDataSource } from './data-source.ts';

/** Rows as GraphQL has read them; the loan-servicing system checks what is in them. */
export interface LendingRecords {
  readonly borrowers?: readonly InputRow[] | null;
  readonly loans?: readonly InputRow[] | null;
}

type InputRow = Readonly<Record<string, unknown>>;

export interface ImportResult {
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly rejections: readonly Rejection[];
}

interface Rejection {
  /** Place in its list, from 0. */
  readonly index: number;
  readonly key: string | null;
  readonly reason: string;
}

/** Borrowers first, so that their loans find them. A batch that was cut short can be sent again. */
export async function importRecords(
  data: LendingDataSource,
  { borrowers, loans }: LendingRecords,
): Promise<ImportResult> {
  const parts = [
    await importList('borrowers', (borrowers ?? []).map(withoutNulls), 'localId', (rows) =>
      data.importBatch({ borrowers: rows }),
    ),
    await importList('loans', (loans ?? []).map(loanRow), 'id', (rows) =>
      data.importBatch({ loans: rows }),
    ),
  ];
  const rejections = parts.flatMap((part) => part.rejections);
  return {
    accepted: parts.reduce((sum, part) => sum + part.accepted, 0),
    unchanged: parts.reduce((sum, part) => sum + part.unchanged, 0),
    rejected: rejections.length,
    rejections,
  };
}

type SendRows = (
  rows: readonly InputRow[],
) => Promise<readonly { readonly outcome: string; readonly reason: string | null }[]>;

async function importList(
  list: string,
  rows: readonly InputRow[],
  keyName: string,
  send: SendRows,
) {
  const rejections: Rejection[] = [];
  let [accepted, unchanged] = [0, 0];
  const reject = (index: number, reason: string) => {
    const key = rows[index]?.[keyName];
    rejections.push({ index, key: keyText(key), reason: `${list}[${index}]: ${reason}` });
  };
  const twice = secondTruths(rows, keyName);
  for (const index of twice) reject(index, 'stands twice in this batch with other content.');
  const places = rows.map((_, index) => index).filter((index) => !twice.has(index));
  for (const chunk of chunks(places, rows)) {
    const results = await send(chunk.map((index) => rows[index] ?? {}));
    for (const [at, result] of results.entries()) {
      if (result.outcome === 'accepted') accepted += 1;
      else if (result.outcome === 'unchanged') unchanged += 1;
      else reject(chunk[at] ?? 0, result.reason ?? 'was refused.');
    }
  }
  rejections.sort((left, right) => left.index - right.index);
  return { accepted, unchanged, rejections };
}

/** Of rows with one number and other content nobody can say which is the later: all but the first. */
function secondTruths(rows: readonly InputRow[], keyName: string): ReadonlySet<number> {
  const first = new Map<string, string>();
  const twice = new Set<number>();
  for (const [index, row] of rows.entries()) {
    // A borrower may come in several versions.
    const key = JSON.stringify([row[keyName], row['version']]);
    const content = JSON.stringify(row);
    if ((first.get(key) ?? content) !== content) twice.add(index);
    else first.set(key, content);
  }
  return twice;
}

const ROWS_A_CALL = 500;
const TEXT_A_CALL = 1_000_000;

/** Few enough rows for the time that a call may take. */
function chunks(places: readonly number[], rows: readonly InputRow[]): readonly number[][] {
  const result: number[][] = [];
  let text = Infinity;
  for (const index of places) {
    const length = JSON.stringify(rows[index]).length;
    const last = result.at(-1);
    if (last === undefined || last.length === ROWS_A_CALL || text + length > TEXT_A_CALL) {
      result.push([index]);
      text = length;
    } else {
      last.push(index);
      text += length;
    }
  }
  return result;
}

function loanRow({ borrowerLocalId, ...row }: InputRow): InputRow {
  return withoutNulls({ ...row, borrower: borrowerLocalId });
}

function withoutNulls(row: InputRow): InputRow {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null && value !== undefined),
  );
}

function keyText(key: unknown): string | null {
  return typeof key === 'string' ? key.slice(0, 128) : null;
}
