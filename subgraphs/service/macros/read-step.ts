import { DomainError } from '../../kit/domain-error.ts';
import { isGiven } from '../given.ts';
import type { CasePriority, PauseReason } from '../model.ts';
import type { Maybe } from '../mutations/mutation-input.ts';
import type { MacroStep } from './macro.ts';

/** A step as GraphQL gives it: one of its fields says what is done. */
export interface MacroStepInput {
  readonly assign?: Maybe<{ readonly agent?: Maybe<string> }>;
  readonly reply?: Maybe<{ readonly text: string; readonly public: boolean }>;
  readonly pause?: Maybe<{ readonly waitingFor: PauseReason }>;
  readonly resume?: Maybe<boolean>;
  readonly prioritise?: Maybe<{ readonly priority: CasePriority }>;
  readonly resolve?: Maybe<{ readonly resolution?: Maybe<string> }>;
  readonly reopen?: Maybe<{ readonly reason?: Maybe<string> }>;
  readonly close?: Maybe<boolean>;
}

/** Throws BAD_USER_INPUT unless exactly one field says what is done. */
export function readStep(input: MacroStepInput, place: number): MacroStep {
  const steps = stepsIn(input);
  const [step] = steps;
  if (step !== undefined && steps.length === 1) return step;
  const got = steps.length === 0 ? 'nothing' : steps.map(({ verb }) => verb).join(', ');
  const message = `Argument "input.steps.${place}" must say one thing to do, but says: ${got}.`;
  throw new DomainError('BAD_USER_INPUT', message);
}

function stepsIn(input: MacroStepInput): readonly MacroStep[] {
  const { assign, reply, pause, prioritise } = input;
  const steps: readonly (MacroStep | null)[] = [
    isGiven(assign) ? { verb: 'assign', agent: assign.agent ?? null } : null,
    isGiven(reply) ? { verb: 'reply', text: reply.text, public: reply.public } : null,
    isGiven(pause) ? { verb: 'pause', waitingFor: pause.waitingFor } : null,
    input.resume === true ? { verb: 'resume' } : null,
    isGiven(prioritise) ? { verb: 'prioritise', priority: prioritise.priority } : null,
  ];
  return [...steps.filter(isGiven), ...endsIn(input)];
}

/** Steps that end a case's work, or begin it again. */
function endsIn({ resolve, reopen, close }: MacroStepInput): readonly MacroStep[] {
  const steps: readonly (MacroStep | null)[] = [
    isGiven(resolve) ? { verb: 'resolve', resolution: resolve.resolution ?? null } : null,
    isGiven(reopen) ? { verb: 'reopen', reason: reopen.reason ?? null } : null,
    close === true ? { verb: 'close' } : null,
  ];
  return steps.filter(isGiven);
}
