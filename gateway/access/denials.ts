import type { ExecutionResult, GraphQLError } from 'graphql';
import { gatewayError } from '../errors.ts';
import { isIncluded } from './condition.ts';
import type { Condition } from './condition.ts';
import { mayAsk } from './decision.ts';
import type { Decisions } from './decision.ts';
import { objectsOf } from './operation-shape.ts';
import type { Location, SelectionShape } from './operation-shape.ts';

/** A selection that the caller may not read for at least one object type that can stand there. */
export interface Denial {
  readonly location: Location;
  /** Conditions of the places where it stands; one of them is enough. */
  readonly conditions: readonly Condition[];
}

/**
 * Lists what is denied in an operation. It follows from document and decisions alone, never from data: an
 * error that came only when an object is there would tell that it is there.
 */
export function listDenials(shape: SelectionShape, decisions: Decisions): readonly Denial[] {
  const byPlace = new Map<string, { location: Location; conditions: Condition[] }>();
  const visited = new Set<SelectionShape>();
  const visit = (selection: SelectionShape): void => {
    if (visited.has(selection)) return;
    visited.add(selection);
    for (const object of objectsOf(selection)) {
      for (const field of object.fields) {
        const { location, condition, selection: child } = field;
        if (!mayAsk(decisions, field, object)) {
          const denial = byPlace.get(location.at) ?? { location, conditions: [] };
          denial.conditions.push(condition);
          byPlace.set(location.at, denial);
        } else if (child !== null) {
          visit(child);
        }
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
    .filter(({ conditions }) => conditions.some((one) => isIncluded(one, trueVariables)))
    .map(({ location: { at, path } }) =>
      gatewayError('FIELD_FORBIDDEN', [at], { path, extensions: { at } }),
    );
}

/** The result with the errors of what was withheld. A result without data was never executed, and stays as it is. */
export function withDenials(
  result: ExecutionResult,
  denied: readonly GraphQLError[],
): ExecutionResult {
  if (denied.length === 0 || result.data === undefined) return result;
  return { ...result, errors: [...(result.errors ?? []), ...denied] };
}
