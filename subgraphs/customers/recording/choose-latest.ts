import { sourceText } from '../model.ts';
import { isLater, type ReadSubmission } from './read-submission.ts';

type UsableSubmission = Extract<ReadSubmission, { readonly kind: 'usable' }>;

/**
 * Of each record the submission that is kept, by `sourceText`: the latest version, the first of equal ones,
 * and none when what is known is as late.
 */
export function chooseLatest(
  submissions: readonly ReadSubmission[],
  known: ReadonlyMap<string, { readonly version: string }>,
): ReadonlyMap<string, UsableSubmission> {
  const latest = new Map<string, UsableSubmission>();
  for (const submission of submissions) {
    if (submission.kind === 'unusable') continue;
    const place = sourceText(submission);
    const rival = latest.get(place) ?? known.get(place);
    if (rival === undefined || isLater(submission.version, rival.version)) {
      latest.set(place, submission);
    }
  }
  return latest;
}
