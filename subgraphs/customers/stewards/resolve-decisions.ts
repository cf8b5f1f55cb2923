import { DomainError } from '../../kit/domain-error.ts';
import { checkOwnDivision } from '../../kit/own-division.ts';
import { findLinkedCustomers } from '../data-source.ts';
import { sourceOfText, sourceText, type SourceKey } from '../model.ts';
import { decidePairs, type PairVerdict, type Verdict } from './decide-pairs.ts';
import { readReviews } from './review-queue.ts';
import type { StewardContext } from './steward-context.ts';

type Decision = 'CONFIRM' | 'REJECT' | 'DEFER' | 'RELEASE';

const VERDICTS: Readonly<Record<Decision, Verdict>> = {
  CONFIRM: 'must-link',
  REJECT: 'cannot-link',
  DEFER: 'deferred',
  RELEASE: 'released',
};

interface Reasoned {
  readonly decision: Decision;
  readonly reason: string;
  readonly deferUntil?: string | null;
}

/** Says of two records whether they are one customer. */
export async function resolveDecideMatch(
  _: unknown,
  args: Reasoned & { readonly left: SourceKey; readonly right: SourceKey },
  context: StewardContext,
) {
  const { left, right, decision } = args;
  if (sourceText(left) === sourceText(right)) {
    throw new DomainError(
      'BAD_USER_INPUT',
      'Arguments "left" and "right" must be two records, but are one.',
    );
  }
  checkOneIsOwn(context, [left, right]);
  const known = await findLinkedCustomers(context.services.database, [left, right]);
  for (const place of [left, right]) {
    if (known.has(sourceText(place))) continue;
    throw new DomainError('NOT_FOUND', 'Both records must be known, but one of them is not.');
  }
  return decide([{ left, right, verdict: VERDICTS[decision] }], args, context);
}

interface Bulk extends Reasoned {
  readonly division?: string | null;
  readonly minWeight?: number | null;
  readonly maxWeight?: number | null;
  readonly limit?: number | null;
}

const MOST_AT_ONCE = 500;

/** Decides waiting pairs alike, by their weights. */
export async function resolveDecideMatches(_: unknown, args: Bulk, context: StewardContext) {
  const { services, caller } = context;
  const limit = args.limit ?? 100;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_AT_ONCE) {
    throw new DomainError(
      'BAD_USER_INPUT',
      `Argument "limit" must be 1 to ${MOST_AT_ONCE}, but got: ${limit}.`,
    );
  }
  const division = args.division ?? caller.division;
  checkOwnDivision(caller, [division]);
  const { minWeight = null, maxWeight = null } = args;
  const filter = { division, minWeight, maxWeight, now: services.clock() };
  const page = { direction: 'forward', limit: limit - 1, cursor: null } as const;
  const waiting = await readReviews(services.database, filter, page);
  const verdict = VERDICTS[args.decision];
  const pairs = waiting.map(({ left_place: left, right_place: right }) => ({
    left: sourceOfText(left),
    right: sourceOfText(right),
    verdict,
  }));
  return decide(pairs, args, context);
}

const DEFERRED_MS = 30 * 24 * 60 * 60 * 1000;

async function decide(
  pairs: readonly PairVerdict[],
  { reason, deferUntil }: Reasoned,
  { services, caller }: StewardContext,
) {
  checkReason(reason);
  const now = services.clock();
  const deferredUntil = new Date(deferUntil ?? now.getTime() + DEFERRED_MS);
  const verdicts = { actor: caller.subject, reason, deferredUntil, now };
  await services.database
    .transaction()
    .execute((transaction) => decidePairs(transaction, pairs, verdicts, services.linkers));
  services.kick();
  const places = pairs.flatMap(({ left, right }) => [left, right]);
  const customers = await findLinkedCustomers(services.database, places);
  const customerIds = places.flatMap((place) => customers.get(sourceText(place)) ?? []);
  return { decided: pairs.length, customerIds };
}

const LONGEST_REASON = 500;

/** Whoever looks at it in a year must see why. Throws BAD_USER_INPUT. */
export function checkReason(reason: string, argument = 'reason'): void {
  const isUsable =
    reason.trim() !== '' && reason.length <= LONGEST_REASON && !reason.includes('\0');
  if (isUsable) return;
  const message = `Argument "${argument}" must be 1 to ${LONGEST_REASON} characters, but got: ${reason.length}.`;
  throw new DomainError('BAD_USER_INPUT', message);
}

/** A steward of one division decides of its records, also together with another's. */
function checkOneIsOwn({ caller }: StewardContext, places: readonly SourceKey[]): void {
  const own = places.find(({ division }) => division === caller.division);
  checkOwnDivision(caller, [own?.division ?? null]);
}
