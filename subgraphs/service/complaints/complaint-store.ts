import type { Kysely } from 'kysely';
import { DomainError } from '../../kit/domain-error.ts';
import { appendEvents, type NewEvent } from '../../kit/outbox.ts';
import type { Case } from '../model.ts';
import { lockCase, type Act } from '../store/case-writer.ts';
import { grouped } from '../store/grouped.ts';
import type { ServiceTables } from '../tables.ts';
import { checkStep, complaintOf, type ComplaintStep } from './complaint-machine.ts';

/** What was done about each of several complaints after its receipt, in order. */
export async function readComplaintSteps(
  database: Kysely<ServiceTables>,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ComplaintStep[]>> {
  const rows = await database
    .selectFrom('complaint_step')
    .selectAll()
    .where('case_id', 'in', caseIds)
    .orderBy('case_id')
    .orderBy('position')
    .execute();
  return grouped(
    rows,
    (row) => row.case_id,
    ({ state, at, actor, note, decision }): ComplaintStep => ({
      ...{ state, at, actor, note, decision },
    }),
  );
}

export type NewComplaintStep = Pick<ComplaintStep, 'state' | 'note' | 'decision'>;

/**
 * Takes a complaint to its next state. Of two steps at once the second follows what the first left. Throws BAD_USER_INPUT,
 * CASE_NOT_FOUND, CASE_IS_NO_COMPLAINT and COMPLAINT_STEP_REFUSED.
 */
export function advanceComplaint(
  database: Kysely<ServiceTables>,
  caseId: string,
  { state, note, decision }: NewComplaintStep,
  { actor, at }: Act,
): Promise<Case> {
  return database.transaction().execute(async (transaction) => {
    const found = await lockCase(transaction, caseId);
    if (found.type !== 'COMPLAINT') throw noComplaint(found);
    const done = (await readComplaintSteps(transaction, [found.id])).get(found.id) ?? [];
    checkStep(found.number, complaintOf(found.openedAt, done), { state, decision });
    await transaction
      .insertInto('complaint_step')
      .values({
        ...{ case_id: found.id, position: done.length + 1, state, note, decision },
        ...{ actor, at: at.toISOString() },
      })
      .execute();
    await appendEvents(transaction, [tellStep(found, { state, decision }, at)]);
    return found;
  });
}

function tellStep(
  { id, division, localId }: Case,
  step: Pick<ComplaintStep, 'state' | 'decision'>,
  at: Date,
): NewEvent {
  const payload = { caseId: id, division, localId, ...step };
  return { type: 'complaint.advanced', occurredAt: at.toISOString(), payload };
}

function noComplaint({ number, type }: Case): DomainError {
  return new DomainError(
    'CASE_IS_NO_COMPLAINT',
    `Case ${number} must be of type COMPLAINT, but is of: ${type}.`,
  );
}
