import type { FileHandle } from 'node:fs/promises';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql, type Kysely, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../../kit/clock.ts';
import type { FileDropRow, InsuranceTables } from '../model.ts';
import { FileFault } from './file-fault.ts';
import { fileRows } from './file-rows.ts';
import type { FileName } from './file-name.ts';
import { withRowKind } from './put-rows.ts';
import type { PutContext, RowKind } from './put-rows.ts';
import { RejectFile } from './reject-file.ts';

/** The inbox's folder and tables. */
export interface InboxHome {
  readonly directory: string;
  readonly database: Kysely<InsuranceTables>;
  readonly clock: Clock;
}

/** A file that is open for reading. */
export interface OpenFile {
  readonly path: string;
  readonly name: string;
  readonly file: FileHandle;
  readonly size: number;
  readonly digest: string;
}

/** A file that is whole and whose name is right. */
export interface CompleteFile extends OpenFile {
  readonly fileName: FileName;
  readonly expectedRows: number;
}

/** Any number that no other lock of this database uses: one file at a time, whoever watches. */
const INBOX_LOCK = 7_201_002;

type Decision = Pick<FileDropRow, 'status' | 'reason' | 'rows' | 'accepted' | 'rejected'>;

/**
 * Decides on a whole file and, when it is new, applies it: in one transaction, so that a file counts wholly
 * or not at all. Null when another watcher has it.
 */
export async function takeFile(home: InboxHome, source: CompleteFile): Promise<FileDropRow | null> {
  try {
    return await decideOnce(home, source, (transaction) => decide(home, source, transaction));
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    return refuseFile(home, source, error.message);
  }
}

/** Records that a file was refused. Null when another watcher has it. */
export function refuseFile(
  home: InboxHome,
  source: OpenFile & { readonly fileName: FileName | null },
  reason: string,
): Promise<FileDropRow | null> {
  return decideOnce(home, source, () => Promise.resolve(without('REFUSED', reason)));
}

async function decideOnce(
  { database, clock }: InboxHome,
  source: OpenFile & { readonly fileName: FileName | null },
  decideIn: (transaction: Transaction<InsuranceTables>) => Promise<Decision>,
): Promise<FileDropRow | null> {
  return database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${INBOX_LOCK})`.execute(transaction);
    const before = await unfiled(transaction, source);
    // In this order: another watcher moves a file, then notes that it is filed.
    if (!(await isStillThere(source))) return null;
    if (before !== undefined) return before;
    const decision = await decideIn(transaction);
    return transaction
      .insertInto('file_drop')
      .values({
        id: uuidv7(),
        name: source.name,
        kind: source.fileName?.kind ?? null,
        version: source.fileName?.version ?? null,
        version_order: source.fileName?.versionOrder ?? null,
        received_at: clock(),
        digest: source.digest,
        filed: false,
        ...decision,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

/** Another watcher moves a file when it is done with it, and its name may be taken by a new one. */
async function isStillThere({ path, file }: OpenFile): Promise<boolean> {
  const [now, opened] = await Promise.all([stat(path).catch(() => null), file.stat()]);
  return now !== null && now.ino === opened.ino && now.size === opened.size;
}

/** A decision that was made before the process died: only the moving is left to do. */
function unfiled(
  transaction: Transaction<InsuranceTables>,
  { name, digest }: OpenFile,
): Promise<FileDropRow | undefined> {
  return transaction
    .selectFrom('file_drop')
    .selectAll()
    .where('digest', '=', digest)
    .where('name', '=', name)
    .where('filed', '=', false)
    .executeTakeFirst();
}

async function decide(
  home: InboxHome,
  source: CompleteFile,
  transaction: Transaction<InsuranceTables>,
): Promise<Decision> {
  const { kind, version, versionOrder } = source.fileName;
  const applied = await transaction
    .selectFrom('file_drop')
    .select(['name', 'version', 'version_order', 'digest'])
    .where('kind', '=', kind)
    .where('status', '=', 'APPLIED')
    .where((where) =>
      where.or([where('digest', '=', source.digest), where('version_order', '>', versionOrder)]),
    )
    .orderBy('version_order', 'desc')
    .execute();
  // The same content as a later version is news when another version came in between.
  const same = applied.find(
    (drop) => drop.digest === source.digest && String(drop.version_order) >= versionOrder,
  );
  if (same !== undefined) return without('REPEATED', `Same content as "${same.name}".`);
  const newest = applied.find((drop) => String(drop.version_order) > versionOrder);
  if (newest !== undefined) {
    const why = `Version must be ${String(newest.version)} or later, but got: ${version}.`;
    return without('STALE', why);
  }
  const context = { transaction, name: source.fileName, now: home.clock() };
  const rejects = new RejectFile(join(home.directory, 'rejects', `${source.name}.rejected.csv`));
  return withRowKind(kind, (rowKind) => apply(source, context, rowKind, rejects));
}

async function apply<Row>(
  source: CompleteFile,
  context: PutContext,
  { read, put }: RowKind<Row>,
  rejects: RejectFile,
): Promise<Decision> {
  let rows = 0;
  try {
    const kind = source.fileName.kind;
    for await (const { good, bad } of fileRows({ ...source, kind }, read)) {
      rows += good.length + bad.length;
      const refused = good.length === 0 ? [] : await put(context, good);
      await rejects.write([...bad, ...refused].sort((left, right) => left.line - right.line));
    }
    await rejects.finish();
  } catch (error) {
    await rejects.discard();
    throw error;
  }
  const rejected = rejects.rows;
  const reason = rejected === 0 ? null : `See rejects/${source.name}.rejected.csv.`;
  return { status: 'APPLIED', reason, rows, accepted: rows - rejected, rejected };
}

function without(status: FileDropRow['status'], reason: string): Decision {
  return { status, reason, rows: 0, accepted: 0, rejected: 0 };
}
