import { validate as isUuid } from 'uuid';
import { connectionOf, type Connection, type PageArguments } from '../../kit/connection.ts';
import { checkOwnDivision } from '../../kit/own-division.ts';
import { isGiven } from '../given.ts';
import type { Case } from '../model.ts';
import { checkOwnCases } from '../mutations/case-mutations.ts';
import { actOf, refuse, type Input, type Maybe } from '../mutations/mutation-input.ts';
import type { ServiceContext } from '../services.ts';
import { cursorOf, readKeysetPage } from '../store/keyset.ts';
import { checkTexts, type NamedText } from '../text-checks.ts';
import { formFault, type QaCriticality } from './qa-form.ts';
import type { QaReview, QaReviewFilter, QaReviewSelection } from './qa-review.ts';
import type { QaStratum } from './qa-sample.ts';
import type { NewReview } from './qa-writer.ts';

interface FormArguments {
  readonly name: string;
  readonly version?: Maybe<number>;
}

interface FormInput {
  readonly name: string;
  readonly questions: readonly QuestionInput[];
}

interface QuestionInput {
  readonly key: string;
  readonly text: string;
  readonly weight: number;
  readonly maxPoints: number;
  readonly critical?: Maybe<QaCriticality>;
}

interface ReviewInput {
  readonly form: string;
  readonly formVersion?: Maybe<number>;
  readonly answers: readonly AnswerInput[];
  readonly comment?: Maybe<string>;
}

interface AnswerInput {
  readonly question: string;
  readonly points?: Maybe<number>;
  readonly comment?: Maybe<string>;
}

interface SampleArguments {
  readonly from: string;
  readonly to: string;
  readonly division?: Maybe<string>;
  readonly perAgent: number;
  readonly seed: number;
}

const queries = {
  qaForms: (_: unknown, __: unknown, { services }: ServiceContext) =>
    services.dataSource.quality.forms(),

  qaForm(_: unknown, { name, version = null }: FormArguments, { services }: ServiceContext) {
    checkTexts([['name', name, 'name']]);
    return services.dataSource.quality.form(name, version);
  },

  qaReviews(
    _: unknown,
    { filter, ...args }: PageArguments & { readonly filter?: Maybe<QaReviewFilter> },
    context: ServiceContext,
  ): Promise<Connection<QaReview>> {
    return reviewsOf(args, readFilter(filter ?? {}, context), context);
  },

  qaSample(_: unknown, args: SampleArguments, { services, loaders }: ServiceContext) {
    checkTexts([['division', args.division, 'name']]);
    const division = args.division ?? loaders.division;
    checkOwnDivision(loaders, [division]);
    return services.dataSource.quality.sample({
      ...readSample(args),
      division,
      teams: loaders.teams,
    });
  },
};

async function reviewsOf(
  args: PageArguments,
  filter: QaReviewSelection,
  { services }: ServiceContext,
): Promise<Connection<QaReview>> {
  const page = readKeysetPage(args);
  const { reviews, countReviews } = services.dataSource.quality;
  return connectionOf(await reviews(page, filter), page, cursorOf, () => countReviews(filter));
}

/** Throws FORBIDDEN when it asks for another division's than the caller's. */
function readFilter(filter: QaReviewFilter, { loaders }: ServiceContext): QaReviewSelection {
  checkTexts([
    ['filter.division', filter.division, 'name'],
    ['filter.caseId', filter.caseId, 'name'],
    ['filter.agent', filter.agent, 'name'],
    ['filter.reviewer', filter.reviewer, 'name'],
    ['filter.form', filter.form, 'name'],
  ]);
  const { caseId } = filter;
  if (isGiven(caseId) && !isUuid(caseId)) {
    refuse(`"filter.caseId" must be the id of a case, but got: ${JSON.stringify(caseId)}.`);
  }
  const division = filter.division ?? loaders.division;
  checkOwnDivision(loaders, [division]);
  return { ...filter, division, teams: loaders.teams };
}

/** Whole days, both included, UTC. Throws BAD_USER_INPUT. */
function readSample({ from, to, perAgent, seed }: SampleArguments) {
  const start = new Date(`${from}T00:00:00Z`);
  const end = new Date(Date.parse(`${to}T00:00:00Z`) + MILLISECONDS_A_DAY);
  if (end <= start) {
    refuse(`"to" must be a day not before "from" (${from}), but is: ${to}.`);
  }
  if (perAgent < 1 || perAgent > MOST_PER_AGENT) {
    refuse(`"perAgent" must be 1 to ${MOST_PER_AGENT}, but is: ${perAgent}.`);
  }
  return { start, end, perAgent, seed };
}

const MILLISECONDS_A_DAY = 86_400_000;
const MOST_PER_AGENT = 100;

const mutations = {
  /** Forms are every division's, so whoever acts for one of them defines none. */
  defineQaForm(_: unknown, { input }: Input<FormInput>, context: ServiceContext) {
    checkOwnDivision(context.loaders, [null]);
    checkTexts([['input.name', input.name, 'name']]);
    const questions = input.questions.map(({ critical = null, ...question }) => ({
      ...question,
      critical,
    }));
    refuse(formFault(questions));
    const form = { name: input.name, questions };
    return context.services.dataSource.quality.defineForm(form, actOf(context));
  },

  async reviewCase(
    _: unknown,
    { id, input }: Input<ReviewInput> & { readonly id: string },
    context: ServiceContext,
  ) {
    checkTexts(reviewTexts(input));
    await checkOwnCases([id], context);
    const { quality } = context.services.dataSource;
    const review = await quality.reviewCase(id, reviewIn(input), actOf(context));
    context.services.kick();
    return review;
  },
};

function reviewTexts({ form, comment, answers }: ReviewInput): readonly NamedText[] {
  return [
    ['input.form', form, 'name'],
    ['input.comment', comment, 'prose'],
    ...answers.flatMap(({ question, comment: remark }, place): readonly NamedText[] => [
      [`input.answers.${place}.question`, question, 'name'],
      [`input.answers.${place}.comment`, remark, 'line'],
    ]),
  ];
}

function reviewIn({ form, formVersion = null, comment = null, answers }: ReviewInput): NewReview {
  const given = answers.map(({ question, points = null, comment: remark = null }) => {
    return { question, points, comment: remark };
  });
  return { form, formVersion, comment, answers: given };
}

export const qaResolvers = Object.freeze({
  Query: queries,
  Mutation: mutations,
  QaReview: {
    case: ({ caseId }: QaReview, _: unknown, { loaders }: ServiceContext) =>
      loaders.case.load(caseId),
  },
  QaStratum: {
    async cases({ caseIds }: QaStratum, _: unknown, { loaders }: ServiceContext) {
      const found = await Promise.all(caseIds.map((id) => loaders.case.load(id)));
      return found.filter((one): one is Case => isGiven(one));
    },
  },
});
