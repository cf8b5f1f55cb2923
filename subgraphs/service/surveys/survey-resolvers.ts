import type { SurveyKind } from '../model.ts';
import { isGiven } from '../given.ts';
import { actOf, refuse, type Input, type Maybe } from '../mutations/mutation-input.ts';
import { caseNamed, interactionNamed } from '../mutations/named-contact.ts';
import type { ServiceContext } from '../services.ts';
import { SURVEY_SCALES } from '../survey-scales.ts';
import { checkTexts } from '../text-checks.ts';
import type { SurveyInvitation, SurveySubject } from './survey-invitation.ts';
import type { LinkVisit } from './survey-store.ts';

interface InvitationInput {
  readonly caseId?: Maybe<string>;
  readonly interactionId?: Maybe<string>;
  readonly kind: SurveyKind;
  readonly channel: string;
  readonly validDays: number;
}

interface AnswerInput {
  readonly token: string;
  readonly score: number;
  readonly verbatim?: Maybe<string>;
}

const queries = {
  async surveyByLink(_: unknown, { token }: { readonly token: string }, context: ServiceContext) {
    checkTexts([['token', token, 'name']]);
    const found = await context.services.dataSource.surveys.open(visitOf(token, context));
    return found === null ? null : shownOf(found);
  },
};

/** What the page behind a link shows: the question, and nothing of whom it is put to. */
function shownOf({ kind, division, channel, expiresAt }: SurveyInvitation) {
  const { min: scaleMin, max: scaleMax } = SURVEY_SCALES[kind];
  return { kind, division, channel, expiresAt, scaleMin, scaleMax };
}

const mutations = {
  async inviteToSurvey(_: unknown, { input }: Input<InvitationInput>, context: ServiceContext) {
    const { kind, channel, validDays } = input;
    if (validDays < 1 || validDays > MOST_DAYS) {
      refuse(`"input.validDays" must be 1 to ${MOST_DAYS}, but is: ${validDays}.`);
    }
    const { at: invitedAt } = actOf(context);
    const expiresAt = new Date(invitedAt.getTime() + validDays * MILLISECONDS_A_DAY);
    const invited = await context.services.dataSource.surveys.invite({
      ...(await subjectOf(input, context)),
      ...{ kind, channel, invitedAt, expiresAt },
    });
    context.services.kick();
    return invited;
  },

  async answerSurvey(_: unknown, { input }: Input<AnswerInput>, context: ServiceContext) {
    const { token, score, verbatim = null } = input;
    checkTexts([
      ['input.token', token, 'name'],
      ['input.verbatim', verbatim, 'prose'],
    ]);
    const { surveys } = context.services.dataSource;
    const answer = await surveys.answer(visitOf(token, context), { score, verbatim });
    context.services.kick();
    return answer;
  },
};

const MOST_DAYS = 90;
const MILLISECONDS_A_DAY = 86_400_000;

function visitOf(token: string, context: ServiceContext): LinkVisit {
  return { token, division: context.loaders.division, at: actOf(context).at };
}

/** The case or interaction named, as far as the caller may know of it. */
async function subjectOf(
  { caseId, interactionId }: InvitationInput,
  context: ServiceContext,
): Promise<SurveySubject> {
  if (isGiven(caseId) === isGiven(interactionId)) {
    refuse('"input" must name either a case or an interaction, but names both or neither.');
  }
  if (isGiven(caseId)) {
    const { id, division, localId, agent, category: topic } = await caseNamed(caseId, context);
    return { division, localId, caseId: id, interactionId: null, agent, topic };
  }
  const found = await interactionNamed(interactionId ?? '', context);
  const { id, division, localId, caseId: ofCase, agent, topic } = found;
  return { division, localId, caseId: ofCase, interactionId: id, agent, topic };
}

export const surveyResolvers = Object.freeze({ Query: queries, Mutation: mutations });
