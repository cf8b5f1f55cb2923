import type { Insertable, Kysely, Transaction } from 'kysely';
import { v7 as uuidv7, validate as isUuid } from 'uuid';
import { DomainError } from '../../kit/domain-error.ts';
import { appendEvents } from '../../kit/outbox.ts';
import { tellEntries, tellResponse } from '../cases/case-events.ts';
import type { CaseMove } from '../cases/case-machine.ts';
import { advance, type TrailEntry } from '../cases/case-trail.ts';
import type { Case, CaseFacts, CasePriority, CaseType, SourceRef } from '../model.ts';
import { firstReplyDue } from '../sla/sla-targets.ts';
import type { ServiceTables } from '../tables.ts';
import { insertTrails } from './insert-trail.ts';
import { caseOfRow, factsRow, type CaseRow } from './rows.ts';

export interface NewCase {
  readonly customer: SourceRef;
  readonly subject: string;
  readonly description: string | null;
  readonly type: CaseType;
  readonly category: string | null;
  readonly reasonCode: string | null;
  readonly priority: CasePriority;
  readonly channel: string;
}

/** Who does something, and when. */
export interface Act {
  readonly actor: string;
  readonly at: Date;
}

/** The case, its trail's first entry and the event of it, or none of them. */
export function openCase(database: Kysely<ServiceTables>, input: NewCase, act: Act): Promise<Case> {
  const entry: TrailEntry = { verb: 'open', ...act };
  const row: Insertable<ServiceTables['service_case']> = {
    id: uuidv7(),
    external_id: null,
    division: input.customer.division,
    local_id: input.customer.localId,
    subject: input.subject,
    description: input.description,
    type: input.type,
    category: input.category,
    reason_code: input.reasonCode,
    priority: input.priority,
    channel: input.channel,
    trail_length: 1,
    ...factsRow(advance('new', null, entry)),
  };
  return database.transaction().execute(async (transaction) => {
    const inserted = await transaction
      .insertInto('service_case')
      .values(row)
      .returningAll()
      .executeTakeFirstOrThrow();
    const opened = caseOfRow(inserted);
    await insertTrails(transaction, [{ caseId: opened.id, position: 1, entries: [entry] }]);
    await appendEvents(transaction, tellEntries(opened, null, [entry]));
    return opened;
  });
}

/** A move as asked for: a reply brings its text. */
export type CaseCommand = Exclude<CaseMove, { verb: 'open' | 'reply' }> | ReplyCommand;

interface ReplyCommand {
  readonly verb: 'reply';
  readonly public: boolean;
  readonly text: string;
}

/**
 * Moves a case. Its row is locked from before the decision until the end, so of two commands at once the
 * second decides on what the first left. Throws CASE_NOT_FOUND and CASE_TRANSITION_REFUSED.
 */
export function moveCase(
  database: Kysely<ServiceTables>,
  id: string,
  command: CaseCommand,
  act: Act,
): Promise<Case> {
  return database.transaction().execute(async (transaction) => {
    const before = caseOfRow(await lockCase(transaction, id));
    const replyId = command.verb === 'reply' ? uuidv7() : null;
    const entry: TrailEntry = { ...moveOf(command, replyId), ...act };
    const after = advance(before.number, before, entry);
    const moved: Case = { ...before, ...after, trailLength: before.trailLength + 1 };
    await insertTrails(transaction, [
      { caseId: before.id, position: moved.trailLength, entries: [entry] },
    ]);
    await transaction
      .updateTable('service_case')
      .set({ ...factsRow(after), trail_length: moved.trailLength })
      .where('id', '=', before.id)
      .execute();
    if (command.verb === 'reply' && replyId !== null) {
      await insertReply(transaction, { ...command, id: replyId, caseId: before.id }, act);
    }
    await appendEvents(transaction, tellMove(before, after, entry));
    return moved;
  });
}

function moveOf(command: CaseCommand, replyId: string | null): CaseMove {
  if (command.verb !== 'reply') return command;
  return { verb: 'reply', public: command.public, replyId };
}

async function lockCase(transaction: Transaction<ServiceTables>, id: string): Promise<CaseRow> {
  const row = isUuid(id)
    ? await transaction
        .selectFrom('service_case')
        .selectAll()
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst()
    : undefined;
  if (row === undefined) {
    throw new DomainError(
      'CASE_NOT_FOUND',
      `Argument "id" must name a case, but got: ${JSON.stringify(id)}.`,
    );
  }
  return row;
}

async function insertReply(
  transaction: Transaction<ServiceTables>,
  reply: ReplyCommand & { readonly id: string; readonly caseId: string },
  act: Act,
): Promise<void> {
  await transaction
    .insertInto('case_reply')
    .values({
      id: reply.id,
      case_id: reply.caseId,
      at: act.at.toISOString(),
      author: act.actor,
      public: reply.public,
      text: reply.text,
    })
    .execute();
}

/** The first public reply also says whether it came in time. */
function tellMove(before: Case, after: CaseFacts, entry: TrailEntry) {
  const events = tellEntries(before, before, [entry]);
  if (before.firstRepliedAt !== null || after.firstRepliedAt === null) return events;
  const due = firstReplyDue(before.openedAt, before.priority);
  const timely = after.firstRepliedAt.getTime() <= due.getTime();
  return [...events, tellResponse(before, { timely, at: after.firstRepliedAt })];
}
