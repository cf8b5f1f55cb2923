import type { NewEvent } from '../../kit/outbox.ts';
import type { CaseBounds } from '../store/case-bounds.ts';
import type { QaAnswer, QaVerdict } from './qa-score.ts';

/** What a reviewer found in a case, in its latest revision. */
export interface QaReview extends QaVerdict {
  readonly id: string;
  /** From 1; a reviewer who reviews a case on the same form again corrects the review. */
  readonly revision: number;
  readonly caseId: string;
  readonly division: string;
  /** Whose work it is about. */
  readonly agent: string;
  readonly form: string;
  readonly formVersion: number;
  readonly answers: readonly QaAnswer[];
  readonly comment: string | null;
  readonly reviewer: string;
  /** When it was first made: a correction does not move it to another day. */
  readonly at: Date;
}

export interface QaReviewFilter {
  readonly division?: string | null;
  readonly caseId?: string | null;
  readonly agent?: string | null;
  readonly reviewer?: string | null;
  readonly form?: string | null;
  /** Only those with a critical error, or only those without. */
  readonly criticalError?: boolean | null;
}

/** What is asked for, of the cases of some teams: null for those of all and of none. */
export type QaReviewSelection = QaReviewFilter & Pick<CaseBounds, 'teams'>;

export function tellReview(review: QaReview): NewEvent {
  const { id, revision, caseId, division, agent, form, formVersion } = review;
  const { score, judged, criticalErrors, reviewer, at } = review;
  const about = { reviewId: id, revision, caseId, division, agent, reviewer };
  return {
    type: 'qa.reviewed',
    occurredAt: at.toISOString(),
    payload: { ...about, form, formVersion, score, judged, criticalErrors },
  };
}
