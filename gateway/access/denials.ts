import type { GraphQLError } from 'graphql';
import { gatewayError } from '../errors.ts';
import { isIncluded } from './condition.ts';
import type { Guard } from './condition.ts';
import { isAllowed } from './decision.ts';
import type { Decisions } from './decision.ts';
import type { Location, SelectionShape } from './operation-shape.ts';

/** A selection that the caller may not read for at least one object type that can stand there. */
export interface Denial {
  readonly location: Location;
  readonly guard: Guard;
}

/**
 * Lists what is denied in an operation. It follows from document and decisions alone, never from data: an
 * error that came only when an object is there would tell that it is there.
 */
export function listDenials(shape: SelectionShape, decisions: Decisions): readonly Denial[] {
  const byPlace = new Map<string, Denial>();
  const visited = new Set<SelectionShape>();
  const visit = (selection: SelectionShape): void => {
    if (visited.has(selection)) return;
    visited.add(selection);
    const objects = selection.only === null ? new Set(selection.byType.values()) : [selection.only];
    for (const { requirement, location, guard, selection: child } of [...objects].flatMap(
      ({ fields }) => fields,
    )) {
      if (!isAllowed(decisions, requirement)) {
        const known = byPlace.get(location.at);
        byPlace.set(location.at, { location, guard: eitherOf(known, guard) });
      } else if (child !== null) {
        visit(child);
      }
    }
  };
  visit(shape);
  return [...byPlace.values()];
}

/** One error a denied selection that the variables include. It names nothing but the client's own selection. */
export function denialErrors(
  denials: readonly Denial[],
  trueVariables: ReadonlySet<string>,
): readonly GraphQLError[] {
  return denials
    .filter(({ guard }) => isIncluded(guard, trueVariables))
    .map(({ location: { at, path } }) =>
      gatewayError('FIELD_FORBIDDEN', [at], { path, extensions: { at } }),
    );
}

function eitherOf(known: Denial | undefined, guard: Guard): Guard {
  if (known === undefined) return guard;
  return known.guard === null || guard === null ? null : [...known.guard, ...guard];
}
