import { checkOwnDivision } from '../../kit/own-division.ts';
import type { ImportOutcome } from '../imports/import-batch.ts';
import type {
  CaseLogRecord,
  CaseRecord,
  InteractionRecord,
  LoggedEvent,
  ReferralRecord,
  SurveyAnswerRecord,
} from '../imports/import-records.ts';
import { readTimes, type WithTimeTexts } from '../imports/read-times.ts';
import type { ServiceContext } from '../services.ts';
import { actOf } from './mutation-input.ts';

interface Records<Record> {
  readonly records: readonly WithTimeTexts<Record>[];
}

/** A case with its log, as GraphQL gives it. */
type CaseLogTexts = WithTimeTexts<Omit<CaseLogRecord, 'events'>> & {
  readonly events: readonly WithTimeTexts<LoggedEvent>[];
};

const LOG_TIMES = ['openedAt', 'resolvedAt', 'closedAt'] as const;

const CASE_TIMES = ['openedAt', 'firstRepliedAt', 'resolvedAt', 'closedAt'] as const;

export const importMutations = Object.freeze({
  importCases(_: unknown, { records }: Records<CaseRecord>, context: ServiceContext) {
    const read = readRecords<CaseRecord>(records, CASE_TIMES, context);
    return imported(context, context.services.dataSource.importCases(read, actOf(context)));
  },

  importCaseLogs(
    _: unknown,
    { records }: { readonly records: readonly CaseLogTexts[] },
    context: ServiceContext,
  ) {
    const read = records.map(({ events, ...record }): CaseLogRecord => ({
      ...readTimes<Omit<CaseLogRecord, 'events'>>(record, givenIn(record)),
      events: events.map((event) => readTimes<LoggedEvent>(event, ['at'])),
    }));
    checkOwnDivision(
      context.caller,
      read.map(({ division }) => division),
    );
    return imported(context, context.services.dataSource.importCaseLogs(read, actOf(context)));
  },

  importInteractions(_: unknown, { records }: Records<InteractionRecord>, context: ServiceContext) {
    const read = readRecords<InteractionRecord>(records, ['at'], context);
    return imported(context, context.services.dataSource.importInteractions(read, actOf(context)));
  },

  importSurveyAnswers(
    _: unknown,
    { records }: Records<SurveyAnswerRecord>,
    context: ServiceContext,
  ) {
    const read = readRecords<SurveyAnswerRecord>(records, ['at'], context);
    return imported(context, context.services.dataSource.importSurveyAnswers(read, actOf(context)));
  },

  importReferrals(_: unknown, { records }: Records<ReferralRecord>, context: ServiceContext) {
    const read = readRecords<ReferralRecord>(records, ['at'], context);
    return imported(context, context.services.dataSource.importReferrals(read, actOf(context)));
  },
});

/** A time that is left out stays so: it says something else than one that is null. */
function givenIn(record: object): readonly (typeof LOG_TIMES)[number][] {
  return LOG_TIMES.filter((name) => name in record);
}

function readRecords<Record extends { readonly division: string }>(
  records: readonly WithTimeTexts<Record>[],
  times: Parameters<typeof readTimes<Record>>[1],
  { caller }: ServiceContext,
): Record[] {
  const read = records.map((record) => readTimes<Record>(record, times));
  checkOwnDivision(
    caller,
    read.map(({ division }) => division),
  );
  return read;
}

async function imported(
  { services }: ServiceContext,
  outcome: Promise<ImportOutcome>,
): Promise<ImportOutcome> {
  const result = await outcome;
  services.kick();
  return result;
}
