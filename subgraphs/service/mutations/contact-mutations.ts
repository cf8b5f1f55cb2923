import { checkOwnDivision } from '../../kit/own-division.ts';
import { secondsFault } from '../imports/import-interactions.ts';
import type {
  Direction,
  InteractionOutcome,
  ReferralOutcome,
  SourceRef,
  SurveyKind,
} from '../model.ts';
import type { ServiceContext } from '../services.ts';
import type { Belonging } from '../store/contact-writer.ts';
import type { Settlement } from '../store/settle-referral.ts';
import { scoreFault, SURVEY_SCALES } from '../survey-scales.ts';
import { checkTexts, type NamedText } from '../text-checks.ts';
import { actOf, refTexts, refuse, type Input, type Maybe } from './mutation-input.ts';
import { isGiven } from '../given.ts';
import { checkOwnNamed } from './named-contact.ts';

interface LogInteractionInput {
  readonly customer?: Maybe<SourceRef>;
  readonly division: string;
  readonly channel: string;
  readonly direction: Direction;
  readonly at?: Maybe<string>;
  readonly summary?: Maybe<string>;
  readonly outcome?: Maybe<InteractionOutcome>;
  readonly caseId?: Maybe<string>;
  readonly waitSeconds?: Maybe<number>;
  readonly handleSeconds?: Maybe<number>;
  readonly resolved?: Maybe<boolean>;
  readonly topic?: Maybe<string>;
}

interface SurveyAnswerInput {
  readonly customer?: Maybe<SourceRef>;
  readonly division: string;
  readonly kind: SurveyKind;
  readonly score: number;
  readonly caseId?: Maybe<string>;
  readonly channel?: Maybe<string>;
  readonly verbatim?: Maybe<string>;
}

interface ReferralInput {
  readonly division: string;
  readonly referrer: SourceRef;
  readonly referred?: Maybe<SourceRef>;
  readonly outcome?: Maybe<ReferralOutcome>;
}

export const contactMutations = Object.freeze({
  async logInteraction(_: unknown, { input }: Input<LogInteractionInput>, context: ServiceContext) {
    checkTexts([
      ...belongingTexts(input),
      ['input.summary', input.summary, 'prose'],
      ['input.topic', input.topic, 'line'],
    ]);
    refuse(secondsFault('input.waitSeconds', input.waitSeconds));
    refuse(secondsFault('input.handleSeconds', input.handleSeconds));
    checkOwnDivision(context.loaders, [input.division]);
    await checkOwnNamed(input.caseId, context);
    const { actor, at } = actOf(context);
    const logged = await context.services.dataSource.logInteraction({
      ...belongingOf(input),
      channel: input.channel,
      direction: input.direction,
      at: isGiven(input.at) ? new Date(input.at) : at,
      agent: actor,
      ...detailsOf(input),
    });
    context.services.kick();
    return logged;
  },

  async recordSurveyAnswer(
    _: unknown,
    { input }: Input<SurveyAnswerInput>,
    context: ServiceContext,
  ) {
    checkTexts([...belongingTexts(input), ['input.verbatim', input.verbatim, 'prose']]);
    const { kind, score, channel = null, verbatim = null } = input;
    const scaleMax = SURVEY_SCALES[kind].max;
    refuse(scoreFault(kind, score, scaleMax));
    checkOwnDivision(context.loaders, [input.division]);
    await checkOwnNamed(input.caseId, context);
    const { at } = actOf(context);
    const answer = { kind, score, scaleMax, at, channel, verbatim, agent: null, topic: null };
    const recorded = await context.services.dataSource.recordSurveyAnswer({
      ...belongingOf(input),
      ...answer,
    });
    context.services.kick();
    return recorded;
  },

  async recordReferral(_: unknown, { input }: Input<ReferralInput>, context: ServiceContext) {
    const { division, referrer, referred = null } = input;
    checkTexts([
      ['input.division', division, 'name'],
      ...refTexts('input.referrer', referrer),
      ...refTexts('input.referred', referred),
    ]);
    if (sameRef(referrer, referred)) {
      refuse(
        `"input.referred" must be somebody else than the referrer, but is: ${referrer.localId}.`,
      );
    }
    checkOwnDivision(context.loaders, [referrer.division]);
    const { at } = actOf(context);
    const outcome = input.outcome ?? 'PENDING';
    const referral = { at, division, outcome, referrer, referred };
    const recorded = await context.services.dataSource.recordReferral(referral);
    context.services.kick();
    return recorded;
  },

  async settleReferral(
    _: unknown,
    { id, outcome }: { readonly id: string; readonly outcome: Settlement['outcome'] },
    context: ServiceContext,
  ) {
    const { division } = context.loaders;
    const settled = await context.services.dataSource.settleReferral({ id, outcome, division });
    context.services.kick();
    return settled;
  },
});

interface BelongingInput {
  readonly division: string;
  readonly customer?: Maybe<SourceRef>;
  readonly caseId?: Maybe<string>;
}

function belongingTexts({ division, customer }: BelongingInput): readonly NamedText[] {
  return [['input.division', division, 'name'], ...refTexts('input.customer', customer)];
}

function belongingOf({ division, customer, caseId }: BelongingInput): Belonging {
  return { division, customer: customer ?? null, caseId: caseId?.toLowerCase() ?? null };
}

function detailsOf(input: LogInteractionInput) {
  return {
    summary: input.summary ?? null,
    outcome: input.outcome ?? 'HANDLED',
    waitSeconds: input.waitSeconds ?? null,
    handleSeconds: input.handleSeconds ?? null,
    resolved: input.resolved ?? null,
    topic: input.topic ?? null,
  };
}

function sameRef(one: SourceRef, other: SourceRef | null): boolean {
  return one.division === other?.division && one.localId === other.localId;
}
