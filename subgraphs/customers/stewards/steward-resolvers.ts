import { connectionOf, readPage, type PageArguments } from '../../kit/connection.ts';
import { DomainError } from '../../kit/domain-error.ts';
import { checkOwnDivision } from '../../kit/own-division.ts';
import { isCustomerId } from '../data-source.ts';
import type { MatchPair } from '../linking/match-pairs.ts';
import { probabilityOf } from '../matching/explain/explain-score.ts';
import { sourceOfText } from '../model.ts';
import { measureDivisions, measureFields } from './data-quality.ts';
import { explainReview } from './explain-review.ts';
import { listModels } from './match-models.ts';
import { countReviews, readReviews } from './review-queue.ts';
import { resolveDecideMatch, resolveDecideMatches } from './resolve-decisions.ts';
import { resolveOverride } from './resolve-override.ts';
import type { StewardContext } from './steward-context.ts';

/** What stewards ask. */
export const stewardQueries = {
  matchReviews: resolveReviews,
  matchModels: (_: unknown, _args: unknown, { services }: StewardContext) =>
    listModels(services.database),
  dataQuality: resolveQuality,
};

/** What stewards do. */
export const stewardMutations = {
  decideMatch: resolveDecideMatch,
  decideMatches: resolveDecideMatches,
  overrideGoldenValues: resolveOverride,
};

export const matchReviewFields = {
  left: ({ left_place: place }: MatchPair) => sourceOfText(place),
  right: ({ right_place: place }: MatchPair) => sourceOfText(place),
  probability: ({ weight }: MatchPair) => (weight === null ? null : probabilityOf(weight)),
  modelVersion: ({ model_version: version }: MatchPair) => version,
  decision: ({ decision }: MatchPair) => (decision === null ? null : WORDS[decision]),
  decidedBy: ({ decided_by: actor }: MatchPair) => actor,
  decidedAt: ({ decided_at: at }: MatchPair) => at,
  waterfall: (pair: MatchPair, _args: unknown, { services }: StewardContext) =>
    explainReview(services.database, pair),
};

const WORDS = { 'must-link': 'CONFIRM', 'cannot-link': 'REJECT', deferred: 'DEFER' } as const;

interface ReviewArguments extends PageArguments {
  readonly division?: string | null;
  readonly minWeight?: number | null;
  readonly maxWeight?: number | null;
}

async function resolveReviews(
  _: unknown,
  args: ReviewArguments,
  { services, caller }: StewardContext,
) {
  const page = readPage(args);
  checkReviewCursor(page.cursor);
  const division = args.division ?? caller.division;
  checkOwnDivision(caller, [division]);
  const { minWeight = null, maxWeight = null } = args;
  const filter = { division, minWeight, maxWeight, now: services.clock() };
  const rows = await readReviews(services.database, filter, page);
  return connectionOf(
    rows,
    page,
    ({ weight, id }) => [String(weight), id],
    () => countReviews(services.database, filter),
  );
}

function checkReviewCursor(cursor: readonly string[] | null): void {
  if (cursor === null) return;
  const [weight = '', id = ''] = cursor;
  if (cursor.length === 2 && isCustomerId(id) && /^-?\d+(\.\d+)?$/.test(weight)) return;
  throw new DomainError(
    'BAD_USER_INPUT',
    'A cursor must be one that this connection gave, but got another text.',
  );
}

async function resolveQuality(
  _: unknown,
  args: { readonly division?: string | null },
  { services, caller }: StewardContext,
) {
  const division = args.division ?? caller.division;
  checkOwnDivision(caller, [division]);
  return {
    divisions: await measureDivisions(services.database, division),
    fields: await measureFields(services.database, division),
  };
}
