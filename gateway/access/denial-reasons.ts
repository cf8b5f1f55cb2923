import type { Explain } from '../../schema/access/denial-reason.ts';
import type { Decisions, Judged } from './decision.ts';
import type { WithheldField } from './denials.ts';
import type { FieldOwners } from './field-owners.ts';
import type { ForbiddenInput } from './forbidden-inputs.ts';
import { allOf, isMet } from './requirement.ts';
import type { Requirement } from './requirement.ts';
import { requirementText } from './requirement-text.ts';

/**
 * Why fields are withheld from the caller whose decisions these are. Callers of one vector may lack different things,
 * so it is worked out for each request and never kept with a variant.
 */
export function explainDenials(
  { table, rows }: Judged,
  { mayHold }: Decisions,
  owners: FieldOwners,
): Explain<WithheldField> {
  const asked = (place: number): Requirement => table.requirements[place] ?? [];
  const judged = (place: number): Requirement => {
    const check = rows.list[place] ?? null;
    // Whoever may not read what a rule looks at passes no check.
    return check === null ? [] : allOf(check.requirement, ...check.reads.map(asked));
  };
  return ({ type, field, object }) => {
    const all = allOf(asked(field.requirement), judged(field.check), judged(object.check));
    const unmet = all.filter((clause) => !isMet([clause], (atom) => mayHold.has(atom)));
    return { rule: requirementText(unmet), owner: owners.ownerOf(type, field.fieldName) };
  };
}

/** Why a caller may not give what they gave to a field: all that is asked for it, and whose the field is. */
export function explainInputs(owners: FieldOwners): Explain<readonly ForbiddenInput[]> {
  return (inputs) => {
    const [first] = inputs;
    return {
      rule: requirementText(allOf(...inputs.map(({ requirement }) => requirement))),
      owner: first === undefined ? null : owners.ownerOf(first.parent, first.field),
    };
  };
}
