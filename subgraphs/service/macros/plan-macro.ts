import { advance } from '../cases/case-trail.ts';
import { DomainError } from '../../kit/domain-error.ts';
import type { Case, CaseFacts, CaseStatus } from '../model.ts';
import { moveOf, type Act, type CaseCommand } from '../store/case-writer.ts';
import { textFault } from '../text-checks.ts';
import { expandStep } from './expand-step.ts';
import type { MacroStep } from './macro.ts';

/** What a step does, or why it cannot be done. */
export interface PlannedStep {
  /** From 1. */
  readonly position: number;
  readonly command: CaseCommand;
  /** The state that it leaves the case in; null when it is impossible. */
  readonly status: CaseStatus | null;
  readonly refusal: string | null;
}

/** What would become of a case, step by step, up to and with the first that is impossible. */
export function planMacro(
  steps: readonly MacroStep[],
  about: Case,
  act: Act,
): readonly PlannedStep[] {
  const planned: PlannedStep[] = [];
  let facts: CaseFacts = about;
  for (const [place, step] of steps.entries()) {
    const command = expandStep(step, about, act);
    const reached = tryStep({ ...about, ...facts }, command, act);
    const known = { position: place + 1, command };
    if (typeof reached === 'string')
      return [...planned, { ...known, status: null, refusal: reached }];
    planned.push({ ...known, status: reached.status, refusal: null });
    facts = reached;
  }
  return planned;
}

/** What the case is after a step, or the refusal in words. */
function tryStep(before: Case, command: CaseCommand, act: Act): CaseFacts | string {
  const fault = writtenFault(command);
  if (fault !== null) return `Argument ${fault}`;
  try {
    return advance(before.number, before, { ...moveOf(command, before, null), ...act });
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

/** What is filled into a text can make it longer than one that somebody writes may be. */
function writtenFault(command: CaseCommand): string | null {
  if (command.verb === 'reply') return textFault('text', command.text, 'message');
  return command.verb === 'resolve' ? textFault('resolution', command.resolution, 'prose') : null;
}
