import { sql, type Kysely } from 'kysely';
import { CLASSIFICATION_LEVELS, type ClassificationLevel } from '../../../schema/ledger-batch.ts';
import { SCHEMA, type GovernanceTables } from '../tables.ts';
import { noteDigest } from './chain.ts';
import { extendChain } from './extend-chain.ts';

/** The level of a link that says what is no longer kept. */
export const RETENTION = 'RETENTION';

/** How many days entries are kept, by the most sensitive field they read. What is not named is kept for ever. */
export type RetentionPolicy = ReadonlyMap<ClassificationLevel, number>;

/** Of entries of this level from before that moment (milliseconds since 1970) only the links are kept. */
export interface Retention {
  readonly level: string;
  readonly before: number;
}

/** Reads e.g. `CONFIDENTIAL=730, RESTRICTED=3650`. Throws for a level or a number of days that is none. */
export function readRetentionPolicy(text: string | undefined): RetentionPolicy {
  const parts = (text ?? '').split(',').map((part) => part.trim());
  return new Map(
    parts
      .filter((part) => part !== '')
      .map((part) => {
        const [name, days = ''] = part.split('=').map((word) => word.trim());
        const level = CLASSIFICATION_LEVELS.find((one) => one === name);
        if (level === undefined || !/^[1-9]\d{0,4}$/.test(days)) {
          throw new Error(
            'LEDGER_RETENTION must be levels with days, such as "CONFIDENTIAL=730, RESTRICTED=3650", ' +
              `but got: ${JSON.stringify(part)}.`,
          );
        }
        return [level, Number(days)] as const;
      }),
  );
}

export function retentionIn({ note }: { readonly note: string | null }): Retention {
  const said: unknown = note === null ? {} : parsed(note);
  const { level, before } = { level: '', before: 0, ...(said as Partial<Retention>) };
  return { level, before };
}

/** A note that somebody changed explains nothing; that it was changed, its digest says. */
function parsed(note: string): unknown {
  try {
    return JSON.parse(note);
  } catch {
    return {};
  }
}

const DAY_MS = 86_400_000;
const CHUNK = 5_000;

/**
 * Lets go of what has been kept for as long as the policy says: who read what of whom. The links stay, and with
 * them the proof; a new link says first what is let go. Returns how many entries it was.
 */
export async function applyRetention(
  database: Kysely<GovernanceTables>,
  policy: RetentionPolicy,
  now: Date,
): Promise<number> {
  let expired = 0;
  for (const [level, days] of policy) {
    const retention = { level, before: now.getTime() - days * DAY_MS };
    if (!(await isAnythingLeft(database, retention))) continue;
    await note(database, retention, now);
    for (let some = CHUNK; some === CHUNK;) {
      some = await letGo(database, retention);
      expired += some;
    }
  }
  return expired;
}

async function isAnythingLeft(
  database: Kysely<GovernanceTables>,
  { level, before }: Retention,
): Promise<boolean> {
  const found = await database
    .selectFrom('entry')
    .select('position')
    .where('level', '=', level)
    .where('at', '<', new Date(before))
    .where('reader', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

function note(
  database: Kysely<GovernanceTables>,
  retention: Retention,
  now: Date,
): Promise<boolean> {
  const text = JSON.stringify(retention);
  return database.transaction().execute((transaction) =>
    extendChain(transaction, () =>
      Promise.resolve([
        {
          ...{ at: now.getTime(), level: RETENTION, digest: noteDigest(text), note: text },
          ...{ reader: null, operation: null, reading: null, requestId: null, customers: [] },
        },
      ]),
    ),
  );
}

/** Entry and customers in one statement, so that neither is without the other. */
async function letGo(
  database: Kysely<GovernanceTables>,
  { level, before }: Retention,
): Promise<number> {
  const { rows } = await sql<{ readonly count: number }>`
    with due as (
      select position from ${sql.id(SCHEMA, 'entry')}
      where level = ${level} and at < ${new Date(before)} and reader is not null
      order by at, position limit ${CHUNK}
    ), emptied as (
      update ${sql.id(SCHEMA, 'entry')} as entry
      set reader = null, operation = null, reading = null, request_id = null
      from due where entry.position = due.position returning entry.position
    ), unnamed as (
      delete from ${sql.id(SCHEMA, 'entry_customer')} where position in (select position from due)
    )
    select count(*)::int as count from emptied`.execute(database);
  return rows[0]?.count ?? 0;
}
