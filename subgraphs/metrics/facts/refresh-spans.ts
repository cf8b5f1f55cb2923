import type { Transaction } from 'kysely';
import { stepsOf } from '../data-source.ts';
import type { CaseSpan, CaseStep, MetricsTables } from '../tables.ts';
import { caseSpans } from './case-spans.ts';
import { replaceOfCases } from './replace-of-cases.ts';

/** Works out anew the spans of these cases. */
export async function refreshSpans(
  transaction: Transaction<MetricsTables>,
  cases: readonly string[],
): Promise<void> {
  const ids = [...new Set(cases)];
  if (ids.length === 0) return;
  await replaceOfCases(transaction, 'case_span', {
    cases: ids,
    rows: await spansOf(transaction, ids),
  });
}

/** The spans of these cases, by all their steps. */
export async function spansOf(
  transaction: Transaction<MetricsTables>,
  cases: readonly string[],
): Promise<readonly CaseSpan[]> {
  const steps = new Map(cases.map((id): [string, CaseStep[]] => [id, []]));
  for (const step of await stepsOf(transaction, cases)) steps.get(step.case_id)?.push(step);
  return [...steps].flatMap(([id, ofCase]) => caseSpans(id, ofCase));
}
