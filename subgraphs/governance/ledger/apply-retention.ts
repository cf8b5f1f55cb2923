import type { Kysely } from 'kysely';
import type { GovernanceTables } from '../tables.ts';
import { noteDigest } from './chain.ts';
import { extendChain } from './extend-chain.ts';
import { NAMES_NOBODY_HELD } from './held-customers.ts';
import { letGo } from './let-go.ts';
import { RETENTION, type Retention, type RetentionPolicy } from './retention.ts';

const DAY_MS = 86_400_000;

/**
 * Lets go of what has been kept for as long as the policy says: who read what of whom, with what is known of
 * readers and customers whom nothing else names. The links stay, and with them the proof; a new link says first
 * what is let go. Returns how many entries it was.
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
    for (let some = await letGo(database, retention); some > 0;) {
      expired += some;
      some = await letGo(database, retention);
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
    .where(NAMES_NOBODY_HELD)
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
