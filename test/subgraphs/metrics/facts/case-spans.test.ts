import { describe, expect, test } from '@jest/globals';
import { caseSpans } from '../../../../subgraphs/metrics/facts/case-spans.ts';
import type { CaseStep } from '../../../../subgraphs/metrics/tables.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));

function step(
  hour: number,
  type: string,
  status: string | null,
  source: string | null = null,
): CaseStep {
  const stamp = `${at(hour).toISOString()}/${type}`;
  return { case_id: 'K', stamp, at: at(hour), type: `case.${type}`, status, source_state: source };
}

/** `UNCLOSED 0-5, OPEN 1-2`, with nothing behind the dash of a span that goes on. */
function spansOf(...steps: CaseStep[]): string {
  const spans = caseSpans('K', steps).map(({ kind, status, source_state, from_at, until_at }) => {
    const name = status === null ? kind : [status, source_state].filter(Boolean).join('/');
    return `${name} ${from_at.getUTCHours()}-${until_at?.getUTCHours() ?? ''}`;
  });
  return spans.join(', ');
}

describe('the spans of a case', () => {
  test('are those in which it was open, and its stays', () => {
    const steps = [
      step(0, 'opened', 'NEW'),
      step(1, 'assigned', 'OPEN'),
      step(2, 'replied', 'OPEN'),
      step(3, 'resolved', 'SOLVED'),
      step(4, 'reopened', 'OPEN'),
      step(5, 'closed', 'CLOSED'),
    ];
    const expected =
      'UNCLOSED 0-5, UNSOLVED 0-3, UNSOLVED 4-5, NEW 0-1, OPEN 1-3, SOLVED 3-4, OPEN 4-5, CLOSED 5-';
    expect(spansOf(...steps)).toBe(expected);
    expect(spansOf(...[...steps].reverse())).toBe(expected);
  });

  test('go on while nothing ends them', () => {
    expect(spansOf(step(0, 'opened', 'NEW'))).toBe('UNCLOSED 0-, UNSOLVED 0-, NEW 0-');
  });

  test('have the states of a log apart from the life that it tells', () => {
    const steps = [
      step(0, 'opened', null),
      step(1, 'moved', 'OPEN', 'Active'),
      step(2, 'moved', 'OPEN', 'Active'),
      step(3, 'moved', 'OPEN', 'Vendor'),
      step(4, 'resolved', null),
      step(5, 'moved', 'SOLVED', 'Done'),
    ];
    expect(spansOf(...steps)).toBe(
      'UNCLOSED 0-, UNSOLVED 0-4, OPEN/Active 1-3, OPEN/Vendor 3-5, SOLVED/Done 5-',
    );
  });

  test('begin with the opening, and are never shorter than nothing', () => {
    expect(spansOf(step(1, 'resolved', null), step(2, 'opened', null))).toBe(
      'UNCLOSED 2-, UNSOLVED 2-2',
    );
    expect(spansOf(step(1, 'resolved', null))).toBe('');
  });

  test('are opened again by a reopening after the closing', () => {
    expect(
      spansOf(step(0, 'opened', null), step(1, 'closed', null), step(2, 'reopened', null)),
    ).toBe('UNCLOSED 0-1, UNCLOSED 2-, UNSOLVED 0-1, UNSOLVED 2-');
  });
});
