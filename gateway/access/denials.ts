import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Explain } from '../../schema/access/denial-reason.ts';
import { gatewayError } from '../errors.ts';
import { isIncluded } from './condition.ts';
import { mayAsk } from './decision.ts';
import type { Decisions } from './decision.ts';
import { objectsByType } from './operation-shape.ts';
import type { FieldShape, Location, ObjectShape, SelectionShape } from './operation-shape.ts';

/** A field that the caller may not read of one type of objects. */
export interface WithheldField {
  readonly type: string;
  readonly field: FieldShape;
  readonly object: ObjectShape;
}

/** A selection that the caller may not read for at least one object type that can stand there. */
export interface Denial {
  readonly location: Location;
  /** What is withheld there; one of them that is included is enough. */
  readonly withheld: readonly WithheldField[];
}

/**
 * Lists what is denied in an operation. It follows from document and decisions alone, never from data: an
 * error that came only when an object is there would tell that it is there.
 */
export function listDenials(shape: SelectionShape, decisions: Decisions): readonly Denial[] {
  const byPlace = new Map<string, { location: Location; withheld: WithheldField[] }>();
  const visited = new Set<SelectionShape>();
  const visit = (selection: SelectionShape): void => {
    if (visited.has(selection)) return;
    visited.add(selection);
    for (const [type, object] of distinctObjects(selection)) {
      for (const field of object.fields) {
        const { location, selection: child } = field;
        if (!mayAsk(decisions, field, object)) {
          const denial = byPlace.get(location.at) ?? { location, withheld: [] };
          denial.withheld.push({ type, field, object });
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

/** Each object that can stand there once, with the first of the types that look like it. */
function distinctObjects(selection: SelectionShape): Iterable<[type: string, ObjectShape]> {
  const byObject = new Map<ObjectShape, string>();
  for (const [type, object] of objectsByType(selection)) {
    if (!byObject.has(object)) byObject.set(object, type);
  }
  return Array.from(byObject, ([object, type]) => [type, object]);
}

/**
 * One error a denied selection that the variables include. It names nothing but the client's own selection, and to who
 * may know it the reason.
 */
export function denialErrors(
  denials: readonly Denial[],
  trueVariables: ReadonlySet<string>,
  explain: Explain<WithheldField> | null,
): readonly GraphQLError[] {
  return denials.flatMap(({ location: { at, path }, withheld }) => {
    const met = withheld.find(({ field }) => isIncluded(field.condition, trueVariables));
    if (met === undefined) return [];
    const extensions = { at, ...explain?.(met) };
    return [gatewayError('FIELD_FORBIDDEN', [at], { path, extensions })];
  });
}

/** The result with the errors of what was withheld. A result without data was never executed, and stays as it is. */
export function withDenials(
  result: ExecutionResult,
  denied: readonly GraphQLError[],
): ExecutionResult {
  if (denied.length === 0 || result.data === undefined) return result;
  return { ...result, errors: [...(result.errors ?? []), ...denied] };
}
