import type { Kpi } from '../model.ts';
import { abandonmentRate } from './abandonment-rate.ts';
import { activeCustomers } from './active-customers.ts';
import { answeredWithin60s } from './answered-within-60s.ts';
import { averageHandleTime } from './average-handle-time.ts';
import { averageSpeedOfAnswer } from './average-speed-of-answer.ts';
import { averageTimeToAbandon } from './average-time-to-abandon.ts';
import { backlogAge } from './backlog-age.ts';
import { backlog } from './backlog.ts';
import { callVolume } from './call-volume.ts';
import { caseVolume } from './case-volume.ts';
import { cesEasyShare } from './ces-easy-share.ts';
import { cesResponseRate } from './ces-response-rate.ts';
import { ces } from './ces.ts';
import { channelShare } from './channel-share.ts';
import { complainingCustomerShare } from './complaining-customer-share.ts';
import { complaintRatePer1000Contacts } from './complaint-rate-per-1000-contacts.ts';
import { complaintRatePer1000 } from './complaint-rate-per-1000.ts';
import { complaintVolume } from './complaint-volume.ts';
import { consolidationRate } from './consolidation-rate.ts';
import { contactRatePer1000 } from './contact-rate-per-1000.ts';
import { contactVolume } from './contact-volume.ts';
import { criticalErrorRate } from './critical-error-rate.ts';
import { crossSellAcceptanceRate } from './cross-sell-acceptance-rate.ts';
import { csatMean } from './csat-mean.ts';
import { csatResponseRate } from './csat-response-rate.ts';
import { csat } from './csat.ts';
import { customerChurnRate } from './customer-churn-rate.ts';
import { deniedRate } from './denied-rate.ts';
import { duplicateRecordRate } from './duplicate-record-rate.ts';
import { firstContactResolution } from './first-contact-resolution.ts';
import { firstReplyAttainment } from './first-reply-attainment.ts';
import { firstReplyTime } from './first-reply-time.ts';
import { firstResolutionTime } from './first-resolution-time.ts';
import { identifiedContactShare } from './identified-contact-share.ts';
import { lateResolutionRate } from './late-resolution-rate.ts';
import { multiDivisionCustomerShare } from './multi-division-customer-share.ts';
import { nextReplyTime } from './next-reply-time.ts';
import { npsResponseRate } from './nps-response-rate.ts';
import { nps } from './nps.ts';
import { offerAcceptanceRate } from './offer-acceptance-rate.ts';
import { personalDataReadsPerAgent } from './personal-data-reads-per-agent.ts';
import { productsPerCustomer } from './products-per-customer.ts';
import { qaScore } from './qa-score.ts';
import { referralConversionRate } from './referral-conversion-rate.ts';
import { referralRate } from './referral-rate.ts';
import { reopenRate } from './reopen-rate.ts';
import { repeatContactRate30d } from './repeat-contact-rate-30d.ts';
import { repeatContactRate7d } from './repeat-contact-rate-7d.ts';
import { repeatContactRate90d } from './repeat-contact-rate-90d.ts';
import { resolutionTime } from './resolution-time.ts';
import { resolvedOfAnsweredRate } from './resolved-of-answered-rate.ts';
import { resolvedOfOfferedRate } from './resolved-of-offered-rate.ts';
import { serviceLevel20s } from './service-level-20s.ts';
import { serviceLevel60s } from './service-level-60s.ts';
import { slaMadeRate } from './sla-made-rate.ts';
import { surveyResponseRate } from './survey-response-rate.ts';
import { timeInState } from './time-in-state.ts';
import { timelyResponseRate } from './timely-response-rate.ts';
import { transferRate } from './transfer-rate.ts';
import { unsolvedBacklogAge } from './unsolved-backlog-age.ts';
import { unsolvedBacklog } from './unsolved-backlog.ts';
import { withdrawalRate } from './withdrawal-rate.ts';

/** Every KPI that can be asked for, in the order in which they are answered. */
export const KPI_CATALOGUE: readonly Kpi[] = Object.freeze([
  contactVolume,
  callVolume,
  caseVolume,
  channelShare,
  contactRatePer1000,
  identifiedContactShare,
  complaintVolume,
  complaintRatePer1000,
  complaintRatePer1000Contacts,
  complainingCustomerShare,
  timelyResponseRate,
  firstReplyAttainment,
  lateResolutionRate,
  slaMadeRate,
  firstReplyTime,
  nextReplyTime,
  firstResolutionTime,
  resolutionTime,
  firstContactResolution,
  repeatContactRate7d,
  repeatContactRate30d,
  repeatContactRate90d,
  reopenRate,
  transferRate,
  withdrawalRate,
  backlog,
  backlogAge,
  unsolvedBacklog,
  unsolvedBacklogAge,
  timeInState,
  csat,
  csatMean,
  ces,
  cesEasyShare,
  nps,
  surveyResponseRate,
  csatResponseRate,
  npsResponseRate,
  cesResponseRate,
  qaScore,
  criticalErrorRate,
  referralRate,
  referralConversionRate,
  offerAcceptanceRate,
  crossSellAcceptanceRate,
  activeCustomers,
  productsPerCustomer,
  multiDivisionCustomerShare,
  customerChurnRate,
  consolidationRate,
  duplicateRecordRate,
  abandonmentRate,
  averageTimeToAbandon,
  averageHandleTime,
  averageSpeedOfAnswer,
  answeredWithin60s,
  serviceLevel20s,
  serviceLevel60s,
  resolvedOfOfferedRate,
  resolvedOfAnsweredRate,
  deniedRate,
  personalDataReadsPerAgent,
]);
