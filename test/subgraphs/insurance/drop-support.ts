import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { lookIntoInbox } from '../../../subgraphs/insurance/file-drop/inbox.ts';
import type { Inbox } from '../../../subgraphs/insurance/file-drop/inbox.ts';
import { migrations } from '../../../subgraphs/insurance/migrations.ts';
import type { FileDropRow, InsuranceTables } from '../../../subgraphs/insurance/model.ts';
import type { KitTables } from '../../../subgraphs/kit/kit-migration.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { openRoomDatabase } from '../../../subgraphs/kit/room-database.ts';

/** An inbox of its own folder over the room's tables, looked into by hand. */
export interface TestInbox extends Inbox {
  readonly database: Kysely<InsuranceTables>;
  write(name: string, text: string | Buffer): Promise<string>;
  /** What a look decided, as `name STATUS accepted/rows`. */
  look(): Promise<string[]>;
  lookWhole(): Promise<readonly FileDropRow[]>;
  /** Paths of all files under the inbox, sorted. */
  files(): Promise<string[]>;
  read(path: string): Promise<string>;
  remove(): Promise<void>;
}

export const GRACE_SECONDS = 900;

export async function openTestInbox(
  pool: DatabasePool,
  clock: () => Date = () => new Date(),
): Promise<TestInbox> {
  const database = await openRoomDatabase<InsuranceTables>(pool, 'insurance', migrations);
  const directory = await mkdtemp(join(tmpdir(), 'inbox-'));
  const inbox: Inbox = { directory, database, clock, graceSeconds: GRACE_SECONDS };
  return {
    ...inbox,
    database,
    async write(name, text) {
      const path = join(directory, name);
      await writeFile(path, text);
      return path;
    },
    look: async () =>
      (await lookIntoInbox(inbox)).map(
        ({ name, status, accepted, rows }) => `${name} ${status} ${accepted}/${rows}`,
      ),
    lookWhole: () => lookIntoInbox(inbox),
    async files() {
      const entries = await readdir(directory, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
        .sort();
    },
    read: (path) => readFile(join(directory, path), 'utf8'),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

export async function wipeInsurance(database: Kysely<InsuranceTables>): Promise<void> {
  for (const table of ['holder', 'policy', 'claim', 'file_drop'] as const) {
    await database.deleteFrom(table).execute();
  }
  await database.deleteFrom('outbox' as never).execute();
}

/** What the room told the company, in the order of its telling. */
export async function insuranceEvents(
  database: Kysely<InsuranceTables>,
): Promise<{ type: string; occurred_at: Date; payload: any }[]> {
  const kit = database as unknown as Kysely<KitTables>;
  return kit
    .selectFrom('outbox')
    .select(['type', 'occurred_at'])
    .select((select) => select.ref('payload').$castTo<any>().as('payload'))
    .orderBy('position')
    .execute();
}

/** A file with its last line. Lines are given without their breaks. */
export function file(header: string, lines: readonly string[], lineBreak = '\n'): string {
  return [header, ...lines, `#rows,${lines.length}`, ''].join(lineBreak);
}

export const HOLDERS = 'holder_id,given_name,family_name,birth_date,email,email_verified,country';
export const POLICIES =
  'policy_number,holder_id,product,status,premium_amount,premium_currency,starts_on,ends_on';
export const CLAIMS =
  'claim_number,policy_number,status,amount,currency,occurred_on,reported_on,description';

export const holders = (...ids: string[]): string =>
  file(
    HOLDERS,
    ids.map((id) => `${id},Ada,Example,1980-02-29,ada@example.org,true,DE`),
  );

export const policies = (...numbers: string[]): string =>
  file(
    POLICIES,
    numbers.map((number) => `${number},H1,Home,IN_FORCE,120.50,EUR,2025-01-01,2026-12-31`),
  );

export const claims = (...lines: [claim: string, policy: string][]): string =>
  file(
    CLAIMS,
    lines.map(([claim, policy]) => `${claim},${policy},PAID,99.90,EUR,2025-06-01,2025-06-02,hail`),
  );
