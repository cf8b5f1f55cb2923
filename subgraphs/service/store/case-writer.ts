import type { Insertable, Transaction } from 'kysely';
import { v7 as uuidv7, validate as isUuid } from 'uuid';
import { DomainError } from '../../kit/domain-error.ts';
import { appendEvents } from '../../kit/outbox.ts';
import { tellEntries, tellResponse } from '../cases/case-events.ts';
import type { Attestation, CaseMove, LoggedMove } from '../cases/case-machine.ts';
import { advance, type TrailEntry } from '../cases/case-trail.ts';
import type { Case, CasePriority, CaseType, SourceRef, ValueTier } from '../model.ts';
import { respondedInTime } from '../sla/responded-in-time.ts';
import type { SlaBook } from '../sla/sla-policy.ts';
import type { ServiceTables } from '../tables.ts';
import { caseReader } from './case-reader.ts';
import { insertTrails } from './insert-trail.ts';
import { caseOfRow, factsRow } from './rows.ts';

export interface NewCase {
  readonly customer: SourceRef;
  readonly subject: string;
  readonly description: string | null;
  readonly type: CaseType;
  readonly category: string | null;
  readonly reasonCode: string | null;
  readonly priority: CasePriority;
  readonly channel: string;
  readonly valueTier: ValueTier | null;
  readonly language: string | null;
}

/** Who does something, and when. */
export interface Act {
  readonly actor: string;
  readonly at: Date;
}

/** Writes the case, its trail's first entry and the event of it. */
export async function openCase(
  transaction: Transaction<ServiceTables>,
  input: NewCase,
  act: Act,
): Promise<Case> {
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
    value_tier: input.valueTier,
    language: input.language,
    queue_due_at: null,
    trail_length: 1,
    sla_look_at: act.at.toISOString(),
    ...factsRow(advance('new', null, entry)),
  };
  const inserted = await transaction
    .insertInto('service_case')
    .values(row)
    .returningAll()
    .executeTakeFirstOrThrow();
  const opened = caseOfRow(inserted);
  await insertTrails(transaction, [{ caseId: opened.id, position: 1, entries: [entry] }]);
  await appendEvents(transaction, tellEntries(opened, null, [entry]));
  return opened;
}

/** A move as asked for: a text that comes with it is kept beside the trail, and the state before is looked up. */
export type CaseCommand =
  | Exclude<CaseMove, { verb: Excluded }>
  | Written
  | { readonly verb: 'prioritise'; readonly priority: CasePriority };

/** What has no command, or one of its own; the last two only a log says. */
type Excluded =
  | 'open'
  | 'reply'
  | 'hear'
  | 'prioritise'
  | 'absorb'
  | 'merge'
  | 'route'
  | 'transfer'
  | 'escalate'
  | LoggedMove['verb']
  | Attestation['verb'];

type Written =
  | { readonly verb: 'reply'; readonly public: boolean; readonly text: string }
  | { readonly verb: 'hear'; readonly text: string };

/** Where a command goes, and what it is decided by. */
export interface CaseStore {
  readonly transaction: Transaction<ServiceTables>;
  readonly book: SlaBook;
}

/**
 * Moves a case. Its row is locked from before the decision until the transaction's end, so of two commands at
 * once the second decides on what the first left. Throws CASE_NOT_FOUND and CASE_TRANSITION_REFUSED.
 */
export async function moveCase(
  { transaction, book }: CaseStore,
  id: string,
  command: CaseCommand,
  act: Act,
): Promise<Case> {
  const before = await lockCase(transaction, id);
  const replyId = 'text' in command ? uuidv7() : null;
  const entry: TrailEntry = { ...moveOf(command, before, replyId), ...act };
  const moved = await addEntry(transaction, before, entry);
  if ('text' in command && replyId !== null) {
    await insertReply(transaction, { command, id: replyId, caseId: before.id }, act);
  }
  if (before.firstRepliedAt === null && moved.firstRepliedAt !== null) {
    await tellFirstReply(transaction, moved, book);
  }
  return moved;
}

export function moveOf(command: CaseCommand, before: Case, replyId: string | null): CaseMove {
  switch (command.verb) {
    case 'reply':
      return { verb: 'reply', public: command.public, replyId };
    case 'hear':
      return { verb: 'hear', replyId };
    case 'prioritise':
      return { ...command, before: before.priority };
    default:
      return command;
  }
}

/** Adds to a locked case's trail, keeps what the trail says now and tells of it. */
export async function addEntry(
  transaction: Transaction<ServiceTables>,
  before: Case,
  entry: TrailEntry,
): Promise<Case> {
  const after = advance(before.number, before, entry);
  const priority = entry.verb === 'prioritise' ? entry.priority : before.priority;
  const moved: Case = { ...before, ...after, priority, trailLength: before.trailLength + 1 };
  await insertTrails(transaction, [
    { caseId: before.id, position: moved.trailLength, entries: [entry] },
  ]);
  await transaction
    .updateTable('service_case')
    .set({
      ...factsRow(after),
      priority,
      trail_length: moved.trailLength,
      // What will be due, and when, may have changed.
      sla_look_at: entry.at.toISOString(),
    })
    .where('id', '=', before.id)
    .execute();
  await appendEvents(transaction, tellEntries(before, before, [entry]));
  return moved;
}

/** Keeps others from moving a case until the transaction ends. Throws CASE_NOT_FOUND. */
export async function lockCase(transaction: Transaction<ServiceTables>, id: string): Promise<Case> {
  const row = isUuid(id)
    ? await transaction
        .selectFrom('service_case')
        .selectAll()
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst()
    : undefined;
  if (row !== undefined) return caseOfRow(row);
  throw caseNotFound(id);
}

/** For a case that is not there, and for one that the caller may not know of. */
export function caseNotFound(id: string): DomainError {
  return new DomainError(
    'CASE_NOT_FOUND',
    `Argument "id" must name a case, but got: ${JSON.stringify(id)}.`,
  );
}

interface NewReply {
  readonly id: string;
  readonly caseId: string;
  readonly command: Written;
}

/** What a customer wrote is kept like a reply, under a name that no subject has. */
async function insertReply(
  transaction: Transaction<ServiceTables>,
  { id, caseId, command }: NewReply,
  act: Act,
): Promise<void> {
  const isReply = command.verb === 'reply';
  await transaction
    .insertInto('case_reply')
    .values({
      id,
      case_id: caseId,
      at: act.at.toISOString(),
      author: isReply ? act.actor : 'customer',
      public: isReply ? command.public : true,
      text: command.text,
    })
    .execute();
}

/** The first public reply also says whether it came in time. */
async function tellFirstReply(
  transaction: Transaction<ServiceTables>,
  replied: Case,
  book: SlaBook,
): Promise<void> {
  const trail = (await caseReader(transaction).trails([replied.id])).get(replied.id) ?? [];
  const timely = respondedInTime(replied, trail, book);
  if (timely === null || replied.firstRepliedAt === null) return;
  await appendEvents(transaction, [tellResponse(replied, { timely, at: replied.firstRepliedAt })]);
}
