import type { Kysely } from 'kysely';
import {
  advanceComplaint,
  readComplaintSteps,
  type NewComplaintStep,
} from './complaints/complaint-store.ts';
import { caseLogImport } from './imports/import-case-logs.ts';
import { caseImport } from './imports/import-cases.ts';
import { importBatch } from './imports/import-batch.ts';
import { interactionImport } from './imports/import-interactions.ts';
import type {
  CaseLogRecord,
  CaseRecord,
  InteractionRecord,
  ReferralRecord,
  SurveyAnswerRecord,
} from './imports/import-records.ts';
import { referralImport } from './imports/import-referrals.ts';
import { surveyAnswerImport } from './imports/import-survey-answers.ts';
import { macroSource } from './macros/macro-source.ts';
import { offerSource } from './offers/offer-source.ts';
import { qualitySource } from './quality/quality-source.ts';
import { moveRoutedCase, openRoutedCase } from './routing/move-routed-case.ts';
import { DEFAULT_ROUTING_BOOK, type RoutingBook } from './routing/routing-book.ts';
import { routingSource } from './routing/routing-source.ts';
import type { RoutingStore } from './routing/routing-store.ts';
import type { SlaBook } from './sla/sla-policy.ts';
import type { CaseBounds } from './store/case-bounds.ts';
import { caseReader, type Customers } from './store/case-reader.ts';
import type { Act, CaseCommand, NewCase } from './store/case-writer.ts';
import { readInteractions, readReferrals, readSatisfaction } from './store/contact-reader.ts';
import {
  logInteraction,
  recordReferral,
  recordSurveyAnswer,
  type NewInteraction,
  type NewReferral,
  type NewSurveyAnswer,
} from './store/contact-writer.ts';
import { mergeCases, type CaseMerge } from './store/merge-cases.ts';
import { settleReferral, type Settlement } from './store/settle-referral.ts';
import { tellAlerts } from './store/tell-alerts.ts';
import { countTimelines, readTimelines, type TimelinePart } from './store/timeline-reader.ts';
import { surveySource } from './surveys/survey-source.ts';
import type { ServiceTables } from './tables.ts';

export type ServiceDataSource = ReturnType<typeof openDataSource>;

/** The service center's own tables: everything that the room reads or writes goes through here. */
export function openDataSource(
  database: Kysely<ServiceTables>,
  book: SlaBook,
  routing: RoutingBook = DEFAULT_ROUTING_BOOK,
) {
  const atOnce = <Value>(work: (store: RoutingStore) => Promise<Value>): Promise<Value> =>
    database.transaction().execute((transaction) => work({ transaction, book, routing }));
  return Object.freeze({
    cases: caseReader(database),
    interactions: (ids: readonly string[]) => readInteractions(database, ids),
    timelines: (customers: Customers, part: TimelinePart) =>
      readTimelines(database, customers, part),
    timelineCounts: (customers: Customers, teams: CaseBounds['teams']) =>
      countTimelines(database, customers, teams),
    satisfaction: (customers: Customers) => readSatisfaction(database, customers),
    referrals: (customers: Customers) => readReferrals(database, customers),
    quality: qualitySource(database),
    surveys: surveySource(database),
    offers: offerSource(database),
    macros: macroSource(database, atOnce),
    complaintSteps: (ids: readonly string[]) => readComplaintSteps(database, ids),
    advanceComplaint: (id: string, step: NewComplaintStep, act: Act) =>
      advanceComplaint(database, id, step, act),

    openCase: (input: NewCase, act: Act) => atOnce((store) => openRoutedCase(store, input, act)),
    moveCase: (id: string, command: CaseCommand, act: Act) =>
      atOnce((store) => moveRoutedCase(store, id, command, act)),
    mergeCases: (merge: CaseMerge, act: Act) => mergeCases(database, merge, act),
    tellAlerts: (now: Date) => atOnce((store) => tellAlerts(store, now)),
    routing: routingSource(database, atOnce),
    logInteraction: (input: NewInteraction) => logInteraction(database, input),
    recordSurveyAnswer: (input: NewSurveyAnswer) => recordSurveyAnswer(database, input),
    recordReferral: (input: NewReferral) => recordReferral(database, input),
    settleReferral: (settlement: Settlement) => settleReferral(database, settlement),

    importCases: (records: readonly CaseRecord[], act: Act) =>
      importBatch(database, caseImport(book), records, act),
    importCaseLogs: (records: readonly CaseLogRecord[], act: Act) =>
      importBatch(database, caseLogImport, records, act),
    importInteractions: (records: readonly InteractionRecord[], act: Act) =>
      importBatch(database, interactionImport, records, act),
    importSurveyAnswers: (records: readonly SurveyAnswerRecord[], act: Act) =>
      importBatch(database, surveyAnswerImport, records, act),
    importReferrals: (records: readonly ReferralRecord[], act: Act) =>
      importBatch(database, referralImport, records, act),
  });
}
