import { sql } from 'kysely';

/** What makes a case one that waits, now. Said otherwise than in the indexes, every case would be read. */

export const UNREPLIED = sql<boolean>`first_reply_at is null`;

/** Never resolved, or reopened since. */
export const UNRESOLVED = sql<boolean>`(last_resolved_at is null or last_reopened_at > last_resolved_at)`;

export const NOT_CLOSED = sql<boolean>`(closed_at is null or last_reopened_at > closed_at)`;
