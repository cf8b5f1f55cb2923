import type { Transaction } from 'kysely';
import { stepsOf } from '../data-source.ts';
import type { CaseStep, MetricsTables } from '../tables.ts';
import { caseSpans } from './case-spans.ts';
import { replaceOfCases } from './replace-of-cases.ts';

/** Works out anew the spans of these cases. */
export async function refreshSpans(
  transaction: Transaction<MetricsTables>,
  cases: readonly string[],
): Promise<void> {
  const ids = [...new Set(cases)];
  if (ids.length === 0) return;
  const steps = new Map(ids.map((id): [string, CaseStep[]] => [id, []]));
  for (const step of await stepsOf(transaction, ids)) steps.get(step.case_id)?.push(step);
  const spans = [...steps].flatMap(([id, ofCase]) => caseSpans(id, ofCase));
  await replaceOfCases(transaction, 'case_span', { cases: ids, rows: spans });
}
