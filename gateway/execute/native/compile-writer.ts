import type { GraphQLSchema } from 'graphql';

import { isIncluded } from '../../access/condition.ts';
import type { Condition } from '../../access/condition.ts';
import { isCheckDenied, isLookedAt, isMasked, mayAsk } from '../../access/decision.ts';
import type { Decisions } from '../../access/decision.ts';
import { TYPENAME_KEY } from '../../access/engine-names.ts';
import { objectsByType, onlyObject } from '../../access/operation-shape.ts';
import type {
  FieldShape,
  ObjectShape,
  SelectionShape,
  ValueShape,
} from '../../access/operation-shape.ts';
import { leafWriter } from './leaf-writers.ts';
import { current, isObject, writtenAt } from './place.ts';
import type { Place, Source } from './place.ts';
import { refusedChecks } from './refused-checks.ts';
import { listWriter, masked, nothing, refuse } from './value-writers.ts';
import type { ValueWriter } from './value-writers.ts';
import type { WriteRun } from './write-run.ts';

export interface WriterParts {
  readonly schema: GraphQLSchema;
  readonly decisions: Decisions;
}

/** Compiles what writes the objects of a selection. Selections that are shared have one writer. */
export function compileSelection(selection: SelectionShape, parts: WriterParts): ValueWriter {
  return new WriterCompiler(parts).selection(selection);
}

class WriterCompiler {
  readonly #parts: WriterParts;
  readonly #selections = new Map<SelectionShape, ValueWriter>();

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  selection(selection: SelectionShape): ValueWriter {
    let writer = this.#selections.get(selection);
    if (writer === undefined) {
      writer = this.#compile(selection);
      this.#selections.set(selection, writer);
    }
    return writer;
  }

  #compile(selection: SelectionShape): ValueWriter {
    const only = onlyObject(selection);
    if (only !== null) {
      const writer = this.#object(only.object, only.type);
      return (value, place, run) =>
        isObject(value) ? writer.write(value, place, run) : refuse(value, run);
    }
    const byType = new Map(
      Array.from(objectsByType(selection), ([type, object]) => [type, this.#object(object, type)]),
    );
    return (value, place, run) => {
      if (!isObject(value)) return refuse(value, run);
      const object = current(value, place);
      const type = object[TYPENAME_KEY] ?? object['__typename'];
      const writer = typeof type === 'string' ? byType.get(type) : undefined;
      return writer === undefined ? refuse(value, run) : writer.write(value, place, run);
    };
  }

  #object(object: ObjectShape, type: string): Pick<ObjectWriter, 'write'> {
    const { decisions } = this.#parts;
    const { fields, check, subjectKeys } = object;
    const writers = fields.map((field, index) =>
      this.#field(field, { object, before: fields.slice(0, index), type }),
    );
    return isCheckDenied(decisions, check)
      ? { write: nothing }
      : new ObjectWriter(writers, { look: this.#look(check), subjectKeys });
  }

  /** The check that each object is to be looked at by; 0 for none. */
  #look(check: number): number {
    return isLookedAt(this.#parts.decisions, check) ? check : 0;
  }

  #field(field: FieldShape, { object, before, type }: FieldPlace): FieldWriter {
    const { responseKey, engineKey, condition, value } = field;
    const isDenied = !mayAsk(this.#parts.decisions, field, object);
    const fixed = field.isTypeName ? JSON.stringify(type) : isDenied ? 'null' : null;
    return Object.freeze({
      ...{ engineKey, responseKey, condition },
      fixed: fixed === null ? null : Buffer.from(fixed),
      head: Buffer.from(`,${JSON.stringify(responseKey)}:`),
      bubbles: value.nonNull,
      isDenied: isDenied && !field.isTypeName,
      look: this.#look(field.check),
      isLeaf: field.selection === null,
      isInherited: engineKey in Object.prototype,
      earlier: before.filter((one) => one.responseKey === responseKey).map((one) => one.condition),
      write: this.#wrapped(value, this.#inside(field)),
    });
  }

  #inside(field: FieldShape): ValueWriter {
    const { mask, requirement, selection, typeName } = field;
    const isShownMasked = mask !== null && isMasked(this.#parts.decisions, requirement);
    // Of objects a mask shows nothing.
    if (selection !== null) return isShownMasked ? nothing : this.selection(selection);
    const write = leafWriter(typeName, this.#parts.schema);
    if (isShownMasked) return masked(write, mask);
    return (value, _, run) => write(value, run.output) || refuse(value, run);
  }

  #wrapped({ item }: ValueShape, inside: ValueWriter): ValueWriter {
    return item === null ? inside : listWriter(this.#wrapped(item, inside), item.nonNull);
  }
}

/** Where a field stands. */
interface FieldPlace {
  readonly object: ObjectShape;
  /** Fields before it. */
  readonly before: readonly FieldShape[];
  readonly type: string;
}

/** One field of an object, at one of its positions. */
interface FieldWriter {
  readonly engineKey: string;
  readonly responseKey: string;
  /** `,"name":`. */
  readonly head: Uint8Array;
  readonly condition: Condition;
  /** Conditions of the positions before this one, at which it would come instead. */
  readonly earlier: readonly Condition[];
  /** What is written whatever the data. */
  readonly fixed: Uint8Array | null;
  readonly isDenied: boolean;
  /** The check that the object must pass for it; 0 for none. */
  readonly look: number;
  readonly isLeaf: boolean;
  readonly isInherited: boolean;
  /** Whether its null makes its object null. */
  readonly bubbles: boolean;
  readonly write: ValueWriter;
}

class ObjectWriter {
  readonly #fields: readonly FieldWriter[];
  readonly #subjectKeys: readonly string[];
  /** The check that an object as a whole must pass; 0 for none. */
  readonly #look: number;
  /** All checks of its own and its fields', each once. */
  readonly #looks: readonly number[];

  constructor(
    fields: readonly FieldWriter[],
    { look, subjectKeys }: { readonly look: number; readonly subjectKeys: readonly string[] },
  ) {
    this.#fields = fields;
    this.#subjectKeys = subjectKeys;
    this.#look = look;
    const looks = new Set([look, ...fields.map((field) => field.look)]);
    this.#looks = [...looks].filter((one) => one !== 0);
  }

  write(source: Source, place: Place | null, run: WriteRun): boolean {
    const object = current(source, place);
    if (place === null || !place.sharesViews) return this.#write(object, place, run);
    const { output, faults } = run;
    const before = writtenAt(place, this);
    const known = before.get(object);
    if (known !== undefined && known.takenBack === output.takenBack) {
      output.again(known.start, known.end);
      return true;
    }
    const start = output.length;
    const faultsBefore = faults.length;
    const isWritten = this.#write(object, place, run);
    // What is at fault is said at every place, so it is written at every place.
    if (isWritten && faults.length === faultsBefore) {
      before.set(object, { start, end: output.length, takenBack: output.takenBack });
    }
    return isWritten;
  }

  #write(object: Source, place: Place | null, run: WriteRun): boolean {
    const { output } = run;
    const start = output.length;
    const writing = { place, run };
    const refused = refusedChecks(this.#looks, object, writing);
    if (refused.has(this.#look)) return false;
    const fields = this.#fields;
    run.noteSubject(object, this.#subjectKeys);
    for (let index = 0; index < fields.length; index += 1) {
      const field = fields[index];
      if (field === undefined || isLeftOut(field, run)) continue;
      const isThere = putField(field, object, writing, refused);
      if (field.bubbles && (!isThere || field.isDenied)) {
        output.takeBackTo(start);
        return false;
      }
      if (!isThere) output.null();
    }
    output.closeObject(start);
    return true;
  }
}

function isLeftOut({ condition, earlier }: FieldWriter, { trueVariables }: WriteRun): boolean {
  if (condition.length > 0 && !isIncluded(condition, trueVariables)) return true;
  return earlier.length > 0 && earlier.some((one) => isIncluded(one, trueVariables));
}

/** The field's name and, where it is there, its value. */
function putField(
  field: FieldWriter,
  object: Source,
  writing: Writing,
  refused: ReadonlySet<number>,
): boolean {
  const { output } = writing.run;
  output.raw(field.head);
  if (field.fixed !== null) {
    output.raw(field.fixed);
    return true;
  }
  return (field.look === 0 || !refused.has(field.look)) && writeField(field, object, writing);
}

interface Writing {
  readonly place: Place | null;
  readonly run: WriteRun;
}

function writeField(field: FieldWriter, object: Source, { place, run }: Writing): boolean {
  const { engineKey, responseKey, bubbles, isLeaf, write } = field;
  const value = valueAt(object, field);
  if (value === null || value === undefined) {
    if (bubbles) run.note('null where there must be a value', responseKey);
    return false;
  }
  run.path.push(responseKey);
  const below = isLeaf ? null : (place?.children?.get(engineKey) ?? null);
  const isWritten = write(value, below, run);
  run.path.pop();
  return isWritten;
}

/** Every object has the names of its prototype; only few fields are called so. */
function valueAt(object: Source, { engineKey, isInherited }: FieldWriter): unknown {
  return isInherited && !Object.hasOwn(object, engineKey) ? null : object[engineKey];
}
