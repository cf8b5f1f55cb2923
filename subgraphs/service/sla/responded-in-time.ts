import type { TrailEntry } from '../cases/case-trail.ts';
import type { SlaBook, SlaSubject } from './sla-policy.ts';
import { progressOf } from './sla-run.ts';
import { slaRuns } from './sla-runs.ts';

/** Whether the first public reply, which the trail has, came in time; null when no reply was ever due. */
export function respondedInTime(
  subject: SlaSubject,
  trail: readonly TrailEntry[],
  book: SlaBook,
): boolean | null {
  const runs = slaRuns(subject, trail, book).filter(({ metric }) => metric === 'FIRST_REPLY');
  const last = runs.findLast(({ terms }) => terms !== null);
  const end = last?.end;
  if (last === undefined || end === undefined || end === null) return null;
  return progressOf(last, end.at).breachedAt === null;
}
