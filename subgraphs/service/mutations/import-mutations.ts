import type { ImportOutcome } from '../imports/import-batch.ts';
import type {
  CaseRecord,
  InteractionRecord,
  ReferralRecord,
  SurveyAnswerRecord,
} from '../imports/import-records.ts';
import { readTimes, type WithTimeTexts } from '../imports/read-times.ts';
import type { ServiceContext } from '../services.ts';
import { actOf } from './mutation-input.ts';

interface Records<Record> {
  readonly records: readonly WithTimeTexts<Record>[];
}

const CASE_TIMES = ['openedAt', 'firstRepliedAt', 'resolvedAt', 'closedAt'] as const;

export const importMutations = Object.freeze({
  importCases(_: unknown, { records }: Records<CaseRecord>, context: ServiceContext) {
    const read = records.map((record) => readTimes<CaseRecord>(record, CASE_TIMES));
    return imported(context, context.services.dataSource.importCases(read, actOf(context)));
  },

  importInteractions(_: unknown, { records }: Records<InteractionRecord>, context: ServiceContext) {
    const read = records.map((record) => readTimes<InteractionRecord>(record, ['at']));
    return imported(context, context.services.dataSource.importInteractions(read, actOf(context)));
  },

  importSurveyAnswers(
    _: unknown,
    { records }: Records<SurveyAnswerRecord>,
    context: ServiceContext,
  ) {
    const read = records.map((record) => readTimes<SurveyAnswerRecord>(record, ['at']));
    return imported(context, context.services.dataSource.importSurveyAnswers(read, actOf(context)));
  },

  importReferrals(_: unknown, { records }: Records<ReferralRecord>, context: ServiceContext) {
    const read = records.map((record) => readTimes<ReferralRecord>(record, ['at']));
    return imported(context, context.services.dataSource.importReferrals(read, actOf(context)));
  },
});

async function imported(
  { services }: ServiceContext,
  outcome: Promise<ImportOutcome>,
): Promise<ImportOutcome> {
  const result = await outcome;
  services.kick();
  return result;
}
