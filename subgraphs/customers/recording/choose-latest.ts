import { sourceText } from '../model.ts';
import { isLater, type ReadSubmission } from './read-submission.ts';

type UsableSubmission = Extract<ReadSubmission, { readonly kind: 'usable' }>;

/**
 * Of each record the submission that may be kept, by `sourceText`: the latest version, the first of equal ones.
 */
export function chooseLatest(
  submissions: readonly ReadSubmission[],
): ReadonlyMap<string, UsableSubmission> {
  const latest = new Map<string, UsableSubmission>();
  for (const submission of submissions) {
    if (submission.kind === 'unusable') continue;
    const place = sourceText(submission);
    const rival = latest.get(place);
    if (rival === undefined || isLater(submission.version, rival.version)) {
      latest.set(place, submission);
    }
  }
  return latest;
}
