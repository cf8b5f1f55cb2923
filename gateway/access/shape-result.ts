import { GraphQLError } from 'graphql';
import type { ExecutionResult } from 'graphql';
import { isIncluded } from './condition.ts';
import type { Masker } from '../../schema/masks/mask.ts';
import { isAllowed, isCheckDenied, isLookedAt, isMasked } from './decision.ts';
import type { Decisions } from './decision.ts';
import { clientPath } from './client-path.ts';
import { TYPENAME_KEY } from './engine-names.ts';
import { objectsByType, onlyObject } from './operation-shape.ts';
import type { FieldShape, ObjectShape, SelectionShape, ValueShape } from './operation-shape.ts';
import type { RowJudge } from './row-judge.ts';

/** What turns the engine's result into the client's. */
export interface Shaping {
  readonly shape: SelectionShape;
  readonly decisions: Decisions;
  readonly trueVariables: ReadonlySet<string>;
  /** Takes whose data the result holds. */
  readonly subjects?: Set<string>;
  readonly judgeRow: RowJudge;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The client's result: the original selection walked over the engine's answer to the filtered one. Only
 * what the client selected and may read is taken, so nothing that the engine fetched for itself gets out.
 * A result without data was never executed, and stays as it is.
 */
export function shapeResult(result: ExecutionResult, shaping: Shaping): ExecutionResult {
  const errors = (result.errors ?? []).map((error) => withClientPath(error, shaping.shape));
  if (result.data === undefined) return { ...result, errors };
  const data = result.data === null ? null : shapeObject(result.data, shaping.shape, shaping);
  const { errors: _engineErrors, ...rest } = result;
  return { ...rest, ...(errors.length === 0 ? {} : { errors }), data };
}

/** Null where a non-null field below is null: the parent is nulled instead (specification, section 6.4.4). */
function shapeObject(
  source: Fields,
  selection: SelectionShape,
  shaping: Shaping,
): Record<string, unknown> | null {
  const [type, shape] = lookOf(source, selection);
  // An object that does not say a possible type: nothing of it can be judged.
  if (shape === undefined) return null;
  const passes = checksOf(source, shaping);
  if (!passes(shape.check)) return null;
  noteSubject(source, shape, shaping);
  const object: Record<string, unknown> = {};
  for (const field of shape.fields) {
    if (field.condition.length > 0 && isLeftOut(field, object, shaping)) continue;
    const shown = passes(field.check) ? shapeField(source, field, shaping) : null;
    const value = field.isTypeName ? type : shown;
    if (value === null && field.value.nonNull) return null;
    put(object, field.responseKey, value);
  }
  return object;
}

function noteSubject(source: Fields, { subjectKeys }: ObjectShape, { subjects }: Shaping): void {
  const key = subjectKeys.find((one) => typeof source[one] === 'string');
  if (key !== undefined) subjects?.add(String(source[key]));
}

/** Judges one object by each check once, however many of its fields ask for it. */
function checksOf(source: Fields, { decisions, judgeRow }: Shaping): (check: number) => boolean {
  const judged = new Map<number, boolean>();
  return (check) => {
    if (!isLookedAt(decisions, check)) return !isCheckDenied(decisions, check);
    let isPassed = judged.get(check);
    if (isPassed === undefined) {
      isPassed = judgeRow(check, (key) => source[key]);
      judged.set(check, isPassed);
    }
    return isPassed;
  };
}

function lookOf(source: Fields, selection: SelectionShape): [string, ObjectShape | undefined] {
  const only = onlyObject(selection);
  if (only !== null) return [only.type, only.object];
  const type = String(source[TYPENAME_KEY]);
  return [type, objectsByType(selection).get(type)];
}

/** A conditional field that the variables exclude, or that came already. */
function isLeftOut(field: FieldShape, object: object, { trueVariables }: Shaping): boolean {
  return Object.hasOwn(object, field.responseKey) || !isIncluded(field.condition, trueVariables);
}

/** `__proto__` cannot be assigned to; an object without a prototype would be slow for its sake. */
function put(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true });
}

function shapeField(source: Fields, field: FieldShape, shaping: Shaping): unknown {
  if (!isAllowed(shaping.decisions, field.requirement)) return null;
  const value = source[field.engineKey];
  if (value === undefined || value === null) return null;
  const { mask } = field;
  if (mask !== null && isMasked(shaping.decisions, field.requirement)) {
    return showMasked(value, field.value, mask);
  }
  return field.selection === null
    ? value
    : shapeValue(value, field.value, field.selection, shaping);
}

/** The room has masked it already: what is masked is shown as itself. */
function showMasked(value: unknown, { item }: ValueShape, mask: Masker): unknown {
  if (value === null || item === null) return value === null ? null : mask(value);
  if (!Array.isArray(value)) return null;
  const list = value.map((element) => showMasked(element, item, mask));
  return item.nonNull && list.includes(null) ? null : list;
}

function shapeValue(
  value: unknown,
  type: ValueShape,
  selection: SelectionShape,
  shaping: Shaping,
): unknown {
  if (value === null || typeof value !== 'object') return null;
  // An object of the engine's result; arrays are told apart by the type, checked below.
  if (type.item === null) return shapeObject(value as Fields, selection, shaping);
  if (!Array.isArray(value)) return null;
  const list: unknown[] = [];
  for (const element of value) {
    const shaped = shapeValue(element, type.item, selection, shaping);
    if (shaped === null && type.item.nonNull) return null;
    list.push(shaped);
  }
  return list;
}

/** An engine error with the client's response keys in its path. */
function withClientPath(error: GraphQLError, shape: SelectionShape): GraphQLError {
  if (error.path === undefined) return error;
  const path = clientPath(error.path, shape);
  const { nodes, source, positions, originalError, extensions } = error;
  return new GraphQLError(error.message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path,
    originalError: originalError ?? null,
    extensions,
  });
}
