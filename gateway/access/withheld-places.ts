import type { PreparedAccess } from './access-control.ts';
import { isLookedAt, isMasked, mayAsk } from './decision.ts';
import type { Decisions } from './decision.ts';
import { objectsOf } from './operation-shape.ts';
import type { FieldShape, ObjectShape, SelectionShape } from './operation-shape.ts';

/** Places of an operation, as `customers.@.ssn`, at which a caller does not see all: denied, masked, or judged by object. */
export function withheldPlaces(prepared: PreparedAccess): ReadonlySet<string> {
  if (prepared.kind === 'answer') {
    const places = (prepared.result.errors ?? []).map(({ extensions }) => extensions['at']);
    return new Set(places.filter((at) => typeof at === 'string'));
  }
  const { shape, decisions } = prepared.presentation.filtered;
  const found = new Set<string>();
  collect(shape, decisions, { found, visited: new Set() });
  return found;
}

interface Collecting {
  readonly found: Set<string>;
  readonly visited: Set<SelectionShape>;
}

function collect(selection: SelectionShape, decisions: Decisions, into: Collecting): void {
  if (into.visited.has(selection)) return;
  into.visited.add(selection);
  for (const object of objectsOf(selection)) {
    for (const field of object.fields) {
      if (isWithheld(field, object, decisions)) into.found.add(field.location.at);
      if (field.selection !== null) collect(field.selection, decisions, into);
    }
  }
}

function isWithheld(field: FieldShape, object: ObjectShape, decisions: Decisions): boolean {
  return (
    !mayAsk(decisions, field, object) ||
    isMasked(decisions, field.requirement) ||
    isLookedAt(decisions, field.check) ||
    isLookedAt(decisions, object.check)
  );
}
