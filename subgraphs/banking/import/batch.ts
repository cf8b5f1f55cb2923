import type { InputRow } from './row-reader.ts';
import { digestOf, RowReader } from './row-reader.ts';

/** A row that passed its checks, with its place in the batch. */
export interface Candidate<Row> {
  readonly index: number;
  /** The division's own number of it. */
  readonly key: string;
  readonly digest: string;
  readonly row: Row;
}

export interface Rejection {
  readonly index: number;
  readonly key: string | null;
  readonly reason: string;
}

/** What became of one list of a batch. */
export interface Outcome {
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejections: readonly Rejection[];
}

export interface CheckedRows<Row> {
  readonly candidates: readonly Candidate<Row>[];
  readonly rejections: readonly Rejection[];
  /** Rows that stand twice with the same content. */
  readonly repeated: number;
}

/** Says where a rejected row stood; a batch has up to four lists. */
export function rejection(
  list: string,
  row: { index: number; key: string },
  why: string,
): Rejection {
  return { index: row.index, key: row.key, reason: `${list}[${row.index}]: ${why}` };
}

/**
 * Checks each row by itself. The same number twice with other content is two truths in one batch, and nobody
 * can say which is the later one: the second is rejected.
 */
export function checkRows<Row>(
  list: string,
  rows: readonly InputRow[],
  keyField: string,
  read: (reader: RowReader) => Row,
): CheckedRows<Row> {
  const candidates = new Map<string, Candidate<Row>>();
  const rejections: Rejection[] = [];
  let repeated = 0;
  for (const [index, input] of rows.entries()) {
    const candidate = checkRow(list, { index, input, keyField }, read);
    if ('reason' in candidate) {
      rejections.push(candidate);
      continue;
    }
    const first = candidates.get(candidate.key);
    if (first === undefined) candidates.set(candidate.key, candidate);
    else if (first.digest === candidate.digest) repeated += 1;
    else {
      const why = `Number "${candidate.key}" stands twice in this batch with other content, first at ${first.index}.`;
      rejections.push(rejection(list, candidate, why));
    }
  }
  return { candidates: [...candidates.values()], rejections, repeated };
}

/** As `checkRows`, where a number may stand several times: its version says which is the latest. */
export function checkVersionedRows<Row>(
  list: string,
  rows: readonly InputRow[],
  keyField: string,
  read: (reader: RowReader) => Row,
): CheckedRows<Row> {
  const checked = rows.map((input, index) => checkRow(list, { index, input, keyField }, read));
  return {
    candidates: checked.filter((row): row is Candidate<Row> => 'digest' in row),
    rejections: checked.filter((row): row is Rejection => 'reason' in row),
    repeated: 0,
  };
}

interface PlacedRow {
  readonly index: number;
  readonly input: InputRow;
  readonly keyField: string;
}

function checkRow<Row>(
  list: string,
  { index, input, keyField }: PlacedRow,
  read: (reader: RowReader) => Row,
): Candidate<Row> | Rejection {
  const reader = new RowReader(input);
  const key = reader.required(keyField);
  const row = read(reader);
  if (reader.reason !== null) return rejection(list, { index, key }, reader.reason);
  return { index, key, digest: digestOf(input), row };
}

/** Groups in which every number stands once, in the order of their coming: one statement each. */
export function rounds<Row>(candidates: readonly Candidate<Row>[]): readonly Candidate<Row>[][] {
  const seen = new Map<string, number>();
  const groups: Candidate<Row>[][] = [];
  for (const candidate of candidates) {
    const turn = seen.get(candidate.key) ?? 0;
    seen.set(candidate.key, turn + 1);
    (groups[turn] ??= []).push(candidate);
  }
  return groups;
}

/** Slices of at most `size`: a statement has room for 65,535 parameters. */
export function slices<Item>(items: readonly Item[], size = 500): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}
