import type { CasePriority, PauseReason } from '../model.ts';
import { textFault } from '../text-checks.ts';

/** One mutation of a case, as a macro keeps it. */
export type MacroStep =
  /** Without an agent: whoever runs the macro. */
  | { readonly verb: 'assign'; readonly agent: string | null }
  | { readonly verb: 'reply'; readonly text: string; readonly public: boolean }
  | { readonly verb: 'pause'; readonly waitingFor: PauseReason }
  | { readonly verb: 'resume' }
  | { readonly verb: 'prioritise'; readonly priority: CasePriority }
  | { readonly verb: 'resolve'; readonly resolution: string | null }
  | { readonly verb: 'reopen'; readonly reason: string | null }
  | { readonly verb: 'close' };

/** One version of a macro: what is done to a case, in this order. Versions never change. */
export interface Macro {
  readonly name: string;
  /** From 1. */
  readonly version: number;
  readonly steps: readonly MacroStep[];
  readonly definedBy: string;
  readonly definedAt: Date;
}

const MOST_STEPS = 20;

/** What is wrong with a macro's steps, or null. */
export function stepsFault(steps: readonly MacroStep[]): string | null {
  if (steps.length === 0 || steps.length > MOST_STEPS) {
    return `"input.steps" must be 1 to ${MOST_STEPS}, but are: ${steps.length}.`;
  }
  for (const [place, step] of steps.entries()) {
    const fault = stepFault(`input.steps.${place}.${step.verb}`, step);
    if (fault !== null) return fault;
  }
  return null;
}

function stepFault(name: string, step: MacroStep): string | null {
  switch (step.verb) {
    case 'assign':
      return textFault(`${name}.agent`, step.agent, 'name');
    case 'reply':
      return textFault(`${name}.text`, step.text, 'message') ?? placeholderFault(name, step.text);
    case 'resolve':
      return (
        textFault(`${name}.resolution`, step.resolution, 'prose') ??
        placeholderFault(name, step.resolution ?? '')
      );
    case 'reopen':
      return textFault(`${name}.reason`, step.reason, 'prose');
    default:
      return null;
  }
}

/** What a text of a macro can stand for until it is run. */
export const PLACEHOLDERS = Object.freeze(['agent', 'division', 'number'] as const);
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** `{{number}}`; whatever stands between two braces, so that a misspelling is found before a customer reads it. */
export const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

export function isPlaceholder(name: string): name is Placeholder {
  return PLACEHOLDERS.some((one) => one === name);
}

function placeholderFault(name: string, text: string): string | null {
  for (const [, found = ''] of text.matchAll(PLACEHOLDER)) {
    if (isPlaceholder(found)) continue;
    const expected = PLACEHOLDERS.map((one) => `{{${one}}}`).join(', ');
    return `"${name}" must have no placeholders but ${expected}, but has: ${JSON.stringify(found)}.`;
  }
  return null;
}
