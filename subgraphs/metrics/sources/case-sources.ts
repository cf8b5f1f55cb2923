import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Scope } from '../model.ts';
import type { MetricsTables } from '../tables.ts';
import { matches, monthOf, within, type Source } from './source.ts';

type CaseDay = 'opened_at' | 'first_reply_at' | 'first_resolved_at' | 'last_resolved_at';

/**
 * Cases whose opening is known, attributed to the day of one of their happenings. A case merged into another
 * is none of its own; the other waits since the earliest of them.
 */
function casesBy(day: CaseDay, also: RawBuilder<boolean> = sql`true`): Source {
  return Object.freeze({
    hasChannel: true,
    hasCaseType: true,
    rows: (database: Kysely<MetricsTables>, scope: Scope) =>
      database
        .selectFrom('case_fact')
        .select(['division', 'channel', 'type', 'timely'])
        .select([
          monthOf(day).as('month'),
          sql<number>`extract(epoch from ${sql.ref(day)} - least(opened_at, waiting_since))`.as(
            'seconds',
          ),
          sql<boolean>`last_reopened_at is not null`.as('reopened'),
        ])
        .where('opened_at', 'is not', null)
        .where('merged_into', 'is', null)
        .where(within(scope, day))
        .where(matches('division', scope.division))
        .where(matches('channel', scope.channel))
        .where(matches('type', scope.caseType))
        .where(also),
  });
}

export const caseOpened = casesBy('opened_at');
export const caseReplied = casesBy('first_reply_at');
export const caseFirstResolved = casesBy('first_resolved_at');

/** Resolved for now: what was reopened afterwards is open again. */
export const caseResolved = casesBy(
  'last_resolved_at',
  sql`(last_reopened_at is null or last_reopened_at <= last_resolved_at)`,
);
