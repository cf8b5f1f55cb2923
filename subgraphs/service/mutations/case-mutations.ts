import { validate as isUuid } from 'uuid';
import { checkOwnDivision } from '../../kit/own-division.ts';
import type { Case, CasePriority, CaseType, PauseReason, SourceRef, ValueTier } from '../model.ts';
import type { ServiceContext } from '../services.ts';
import { isUnbounded } from '../store/case-bounds.ts';
import { caseNotFound, type CaseCommand } from '../store/case-writer.ts';
import { checkTexts } from '../text-checks.ts';
import { actOf, refTexts, type Input, type Maybe } from './mutation-input.ts';

type OfCase<Arguments = unknown> = Arguments & { readonly id: string };

interface OpenCaseInput {
  readonly customer: SourceRef;
  readonly subject: string;
  readonly description?: Maybe<string>;
  readonly type: CaseType;
  readonly category?: Maybe<string>;
  readonly reasonCode?: Maybe<string>;
  readonly priority?: Maybe<CasePriority>;
  readonly channel: string;
  readonly valueTier?: Maybe<ValueTier>;
  readonly language?: Maybe<string>;
}

export const caseMutations = Object.freeze({
  async openCase(_: unknown, { input }: Input<OpenCaseInput>, context: ServiceContext) {
    checkTexts([
      ...refTexts('input.customer', input.customer),
      ['input.subject', input.subject, 'title'],
      ['input.description', input.description, 'prose'],
      ['input.category', input.category, 'line'],
      ['input.reasonCode', input.reasonCode, 'line'],
    ]);
    const { customer, subject, description = null, type, channel } = input;
    checkOwnDivision(context.loaders, [customer.division]);
    const { category = null, reasonCode = null, valueTier = null, language = null } = input;
    const priority = input.priority ?? 'NORMAL';
    const codes = { type, category, reasonCode, priority, channel, valueTier, language };
    const opened = await context.services.dataSource.openCase(
      { customer, subject, description, ...codes },
      actOf(context),
    );
    context.services.kick();
    return opened;
  },

  assignCase(_: unknown, { id, agent }: OfCase<{ agent: string }>, context: ServiceContext) {
    checkTexts([['agent', agent, 'name']]);
    return move(id, { verb: 'assign', agent }, context);
  },

  replyToCase(
    _: unknown,
    args: OfCase<{ text: string; public?: Maybe<boolean> }>,
    context: ServiceContext,
  ) {
    checkTexts([['text', args.text, 'message']]);
    return move(args.id, { verb: 'reply', public: args.public ?? true, text: args.text }, context);
  },

  recordCustomerMessage(
    _: unknown,
    { id, text }: OfCase<{ text: string }>,
    context: ServiceContext,
  ) {
    checkTexts([['text', text, 'message']]);
    return move(id, { verb: 'hear', text }, context);
  },

  prioritiseCase: (_: unknown, args: OfCase<{ priority: CasePriority }>, context: ServiceContext) =>
    move(args.id, { verb: 'prioritise', priority: args.priority }, context),

  pauseCase: (_: unknown, args: OfCase<{ waitingFor: PauseReason }>, context: ServiceContext) =>
    move(args.id, { verb: 'pause', waitingFor: args.waitingFor }, context),

  resumeCase: (_: unknown, { id }: OfCase, context: ServiceContext) =>
    move(id, { verb: 'resume' }, context),

  resolveCase(_: unknown, args: OfCase<{ resolution?: Maybe<string> }>, context: ServiceContext) {
    checkTexts([['resolution', args.resolution, 'prose']]);
    return move(args.id, { verb: 'resolve', resolution: args.resolution ?? null }, context);
  },

  reopenCase(_: unknown, args: OfCase<{ reason?: Maybe<string> }>, context: ServiceContext) {
    checkTexts([['reason', args.reason, 'prose']]);
    return move(args.id, { verb: 'reopen', reason: args.reason ?? null }, context);
  },

  closeCase: (_: unknown, { id }: OfCase, context: ServiceContext) =>
    move(id, { verb: 'close' }, context),

  async mergeCase(_: unknown, { id, into }: OfCase<{ into: string }>, context: ServiceContext) {
    await checkOwnCases([id, into], context);
    const kept = await context.services.dataSource.mergeCases({ id, into }, actOf(context));
    context.loaders.case.clear(id.toLowerCase());
    context.loaders.trail.clear(id.toLowerCase());
    return changed(kept, context);
  },
});

async function move(id: string, command: CaseCommand, context: ServiceContext) {
  await checkOwnCases([id], context);
  const moved = await context.services.dataSource.moveCase(id, command, actOf(context));
  return changed(moved, context);
}

/**
 * Throws CASE_NOT_FOUND for a case beyond the caller's bounds, as for one that is not there. It is looked at before it is
 * locked: a case never changes its division, and one that leaves the caller's teams meanwhile was theirs when they asked.
 */
export async function checkOwnCases(
  ids: readonly string[],
  { loaders }: ServiceContext,
): Promise<void> {
  if (isUnbounded(loaders)) return;
  for (const id of ids) {
    const own = isUuid(id) ? await loaders.case.load(id.toLowerCase()) : null;
    if (own === null) throw caseNotFound(id);
  }
}

export function changed(moved: Case, context: ServiceContext): Case {
  context.services.kick();
  // The next field of the same operation may ask for what this one changed.
  context.loaders.case.clear(moved.id);
  context.loaders.trail.clear(moved.id);
  context.loaders.replies.clear(moved.id);
  // It may have been one of others' place, too.
  context.loaders.queuePosition.clearAll();
  context.loaders.queueLength.clearAll();
  context.loaders.agentLoad.clearAll();
  return moved;
}
