import type { CaseSpan, CaseStep } from '../tables.ts';

/**
 * The stretches of a case's life: those in which it was not closed, those in which it was neither solved nor
 * closed, and its stays in each state. They follow from its steps, whatever the order in which these came.
 */
export function caseSpans(caseId: string, steps: readonly CaseStep[]): readonly CaseSpan[] {
  const sorted = [...steps].sort(inOrder);
  return [
    ...openSpans('UNCLOSED', sorted, ['case.closed']),
    ...openSpans('UNSOLVED', sorted, ['case.resolved', 'case.closed']),
    ...stays(sorted),
  ].map((span) => ({ case_id: caseId, ...span }));
}

type Span = Omit<CaseSpan, 'case_id'>;

/** A case begins with its opening, whatever else is said to have been before. */
function inOrder(left: CaseStep, right: CaseStep): number {
  const [opens, other] = [left, right].map(({ type }) => Number(type !== 'case.opened'));
  if (opens !== other) return (opens ?? 0) - (other ?? 0);
  return left.stamp < right.stamp ? -1 : 1;
}

const BEGINNINGS: readonly string[] = ['case.opened', 'case.reopened'];

function openSpans(
  kind: CaseSpan['kind'],
  steps: readonly CaseStep[],
  ends: readonly string[],
): readonly Span[] {
  const spans: Span[] = [];
  let from: Date | null = null;
  const span = (from_at: Date, until_at: Date | null) =>
    spans.push({ kind, status: null, source_state: null, from_at, until_at });
  for (const { type, at } of steps) {
    if (BEGINNINGS.includes(type)) from ??= at;
    if (from === null || !ends.includes(type)) continue;
    span(from, at > from ? at : from);
    from = null;
  }
  if (from !== null) span(from, null);
  return spans;
}

/** Steps that change nothing prolong a stay. */
function stays(steps: readonly CaseStep[]): readonly Span[] {
  const changes = steps
    .filter(({ status }) => status !== null)
    .filter((step, place, told) => {
      const before = told[place - 1];
      return before?.status !== step.status || before.source_state !== step.source_state;
    });
  return changes.map(({ status, source_state, at }, place) => {
    const until = changes[place + 1]?.at ?? null;
    const until_at = until !== null && until < at ? at : until;
    return { kind: 'STATE', status, source_state, from_at: at, until_at };
  });
}
