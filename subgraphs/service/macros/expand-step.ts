import type { Case } from '../model.ts';
import type { Act, CaseCommand } from '../store/case-writer.ts';
import { isPlaceholder, PLACEHOLDER, type MacroStep, type Placeholder } from './macro.ts';

/** The command that a step is for this case and whoever runs it. */
export function expandStep(
  step: MacroStep,
  { number, division }: Pick<Case, 'number' | 'division'>,
  { actor }: Pick<Act, 'actor'>,
): CaseCommand {
  const values = { number, division, agent: actor };
  switch (step.verb) {
    case 'assign':
      return { verb: 'assign', agent: step.agent ?? actor };
    case 'reply':
      return { ...step, text: filled(step.text, values) };
    case 'resolve':
      return {
        verb: 'resolve',
        resolution: step.resolution === null ? null : filled(step.resolution, values),
      };
    default:
      return step;
  }
}

function filled(text: string, values: Readonly<Record<Placeholder, string>>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) =>
    isPlaceholder(name) ? values[name] : whole,
  );
}
