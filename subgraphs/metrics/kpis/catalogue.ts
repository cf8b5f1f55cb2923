import type { Kpi } from '../model.ts';
import { abandonmentRate } from './abandonment-rate.ts';
import { averageHandleTime } from './average-handle-time.ts';
import { averageSpeedOfAnswer } from './average-speed-of-answer.ts';
import { ces } from './ces.ts';
import { channelShare } from './channel-share.ts';
import { complaintRatePer1000 } from './complaint-rate-per-1000.ts';
import { complaintVolume } from './complaint-volume.ts';
import { contactVolume } from './contact-volume.ts';
import { csat } from './csat.ts';
import { csatMean } from './csat-mean.ts';
import { firstReplyTime } from './first-reply-time.ts';
import { multiDivisionCustomerShare } from './multi-division-customer-share.ts';
import { nps } from './nps.ts';
import { productsPerCustomer } from './products-per-customer.ts';
import { referralRate } from './referral-rate.ts';
import { reopenRate } from './reopen-rate.ts';
import { repeatContactRate30d } from './repeat-contact-rate-30d.ts';
import { repeatContactRate90d } from './repeat-contact-rate-90d.ts';
import { repeatContactRate7d } from './repeat-contact-rate-7d.ts';
import { resolutionTime } from './resolution-time.ts';
import { serviceLevel20s } from './service-level-20s.ts';
import { serviceLevel60s } from './service-level-60s.ts';
import { timelyResponseRate } from './timely-response-rate.ts';

/** Every KPI that can be asked for, in the order in which they are answered. */
export const KPI_CATALOGUE: readonly Kpi[] = Object.freeze([
  contactVolume,
  channelShare,
  complaintVolume,
  complaintRatePer1000,
  timelyResponseRate,
  firstReplyTime,
  resolutionTime,
  repeatContactRate7d,
  repeatContactRate30d,
  repeatContactRate90d,
  reopenRate,
  csat,
  csatMean,
  ces,
  nps,
  referralRate,
  productsPerCustomer,
  multiDivisionCustomerShare,
  abandonmentRate,
  averageHandleTime,
  averageSpeedOfAnswer,
  serviceLevel20s,
  serviceLevel60s,
]);
