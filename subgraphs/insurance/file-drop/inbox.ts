import { constants } from 'node:fs';
import { access, mkdir, open, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileDropRow } from '../model.ts';
import { digestOfFile, readTrailer } from './csv-lines.ts';
import { compareFileNames, readFileName, unfinishedName } from './file-name.ts';
import type { FileName } from './file-name.ts';
import { refuseFile, takeFile } from './take-file.ts';
import type { InboxHome, OpenFile } from './take-file.ts';

export interface Inbox extends InboxHome {
  /** How long a file may stay unfinished before it is refused, or no longer waited for. */
  readonly graceSeconds: number;
}

/** What to do with a file that is in the inbox now. */
type Look =
  | { readonly kind: 'wait' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'decided'; readonly drop: FileDropRow };

/**
 * Takes every whole file that is in the inbox now: older nights first; of one night holders, then policies,
 * then claims. Nothing overtakes a file that is still being written. Gives what became of each.
 */
export async function lookIntoInbox(inbox: Inbox): Promise<readonly FileDropRow[]> {
  const names = await fileNames(inbox.directory);
  const drops: FileDropRow[] = [];
  for (const name of names.filter((text) => text.endsWith('.csv') && readFileName(text) === null)) {
    const look = await lookAt(inbox, name, null);
    if (look.kind === 'decided') drops.push(look.drop);
  }
  const unfinished = await stillWritten(inbox, names);
  const known = names.map(readFileName).filter((name) => name !== null);
  for (const fileName of known.sort(compareFileNames)) {
    if (unfinished.some((other) => compareFileNames(other, fileName) <= 0)) break;
    const look = await lookAt(inbox, fileName.name, fileName);
    if (look.kind === 'wait') break;
    if (look.kind === 'decided') drops.push(look.drop);
  }
  return drops;
}

/** Regular files only: a link could lead anywhere. Hidden files are somebody's own business. */
async function fileNames(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
}

/** Files under a working name that were touched within the grace. */
async function stillWritten(inbox: Inbox, names: readonly string[]): Promise<readonly FileName[]> {
  const found: FileName[] = [];
  for (const name of names) {
    const later = unfinishedName(name);
    const touched =
      later === null ? null : await stat(join(inbox.directory, name)).catch(() => null);
    if (later !== null && touched !== null && !isAbandoned(inbox, touched.mtime)) found.push(later);
  }
  return found;
}

async function lookAt(inbox: Inbox, name: string, fileName: FileName | null): Promise<Look> {
  const path = join(inbox.directory, name);
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => null);
  if (file === null) return { kind: 'gone' };
  try {
    const { size, mtime } = await file.stat();
    const expectedRows = size === 0 ? null : await readTrailer(file, size);
    const abandoned = isAbandoned(inbox, mtime);
    if (fileName !== null && expectedRows === null && !abandoned) return { kind: 'wait' };
    const source = { path, name, file, size, digest: await digestOfFile(file, size) };
    const drop = await decide(inbox, source, fileName, expectedRows);
    if (drop === null) return { kind: 'gone' };
    return { kind: 'decided', drop: await fileAway(inbox, source, drop) };
  } finally {
    await file.close();
  }
}

function decide(
  inbox: Inbox,
  source: OpenFile,
  fileName: FileName | null,
  expectedRows: number | null,
): Promise<FileDropRow | null> {
  if (fileName === null) {
    const expected = 'holders-<version>.csv, policies-<version>.csv or claims-<version>.csv';
    const reason = `Name must be ${expected} with a version such as 2026-01-31 or 20260131T0200.`;
    return refuseFile(inbox, { ...source, fileName }, reason);
  }
  if (expectedRows !== null) return takeFile(inbox, { ...source, fileName, expectedRows });
  const reason = `Last line must be "#rows,<number of rows>", and nothing came for ${inbox.graceSeconds} s.`;
  return refuseFile(inbox, { ...source, fileName }, reason);
}

function isAbandoned(inbox: Inbox, touched: Date): boolean {
  return inbox.clock().getTime() - touched.getTime() > inbox.graceSeconds * 1_000;
}

/** Moves a file to where its decision puts it. A crash before the end is made good at the next look. */
async function fileAway(inbox: Inbox, source: OpenFile, drop: FileDropRow): Promise<FileDropRow> {
  const refused = drop.status === 'REFUSED' || drop.status === 'STALE';
  const folder = join(inbox.directory, refused ? 'refused' : 'archive');
  await mkdir(folder, { recursive: true });
  const target = await freePath(folder, source);
  if (refused) await writeFile(`${target}.reason.txt`, `${drop.reason ?? ''}\n`);
  // Gone already when another watcher moved it meanwhile.
  await rename(source.path, target).catch(ignoreMissing);
  return inbox.database
    .updateTable('file_drop')
    .set({ filed: true })
    .where('id', '=', drop.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A file of that name may have come before: then the content's digest and a number tell them apart. */
async function freePath(folder: string, { name, digest }: OpenFile): Promise<string> {
  for (let copy = 0; ; copy += 1) {
    const suffix = copy === 0 ? '' : `.${digest.slice(0, 8)}${copy === 1 ? '' : `.${copy}`}`;
    const path = join(folder, `${name}${suffix}`);
    const taken = await access(path).then(
      () => true,
      () => false,
    );
    if (!taken) return path;
  }
}

function ignoreMissing(error: unknown): void {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  if (code !== 'ENOENT') throw error;
}
