import type { Requirement } from './requirement.ts';

/** A requirement as a reader would say it: `a and (b or c and d)`; `nothing` when it asks for nothing. */
export function requirementText(requirement: Requirement): string {
  if (requirement.length === 0) return 'nothing';
  return requirement
    .map((alternatives) => {
      const text = alternatives.map((atoms) => atoms.join(' and ')).join(' or ');
      return alternatives.length > 1 && requirement.length > 1 ? `(${text})` : text;
    })
    .join(' and ');
}
