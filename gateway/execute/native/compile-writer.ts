import type { GraphQLSchema } from 'graphql';

import { isIncluded } from '../../access/condition.ts';
import type { Condition } from '../../access/condition.ts';
import { isAllowed } from '../../access/decision.ts';
import type { Decisions } from '../../access/decision.ts';
import { TYPENAME_KEY } from '../../access/engine-names.ts';
import type {
  FieldShape,
  ObjectShape,
  SelectionShape,
  ValueShape,
} from '../../access/operation-shape.ts';
import { leafWriter } from './leaf-writers.ts';
import { current, isObject, writtenAt } from './place.ts';
import type { Place, Source } from './place.ts';
import type { WriteRun } from './write-run.ts';

/**
 * Writes a value as JSON, or says null: where there is nothing, where it is not of its type, and where a
 * field below must have a value and has none (GraphQL specification, section 6.4.4).
 */
export type ValueWriter = (value: unknown, place: Place | null, run: WriteRun) => string | null;

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
    if (selection.kind === 'object') {
      const writer = this.#object(selection.object, selection.type);
      return (value, place, run) => {
        if (isObject(value)) return writer.write(value, place, run);
        return refuse(value, run);
      };
    }
    const byType = new Map(
      Array.from(selection.byType, ([type, object]) => [type, this.#object(object, type)]),
    );
    return (value, place, run) => {
      if (!isObject(value)) return refuse(value, run);
      const object = current(value, place);
      const type = object[TYPENAME_KEY] ?? object['__typename'];
      const writer = typeof type === 'string' ? byType.get(type) : undefined;
      return writer === undefined ? refuse(value, run) : writer.write(value, place, run);
    };
  }

  #object({ fields }: ObjectShape, type: string): ObjectWriter {
    return new ObjectWriter(
      fields.map((field, index) => this.#field(field, fields.slice(0, index), type)),
    );
  }

  #field(field: FieldShape, before: readonly FieldShape[], type: string): FieldWriter {
    const { responseKey, engineKey, condition, value } = field;
    const isDenied = !isAllowed(this.#parts.decisions, field.requirement);
    const fixed = field.isTypeName ? JSON.stringify(type) : isDenied ? 'null' : null;
    return Object.freeze({
      ...{ engineKey, responseKey, condition, fixed },
      head: `${JSON.stringify(responseKey)}:`,
      bubbles: value.nonNull,
      isDenied: isDenied && !field.isTypeName,
      isLeaf: field.selection === null,
      earlier: before.filter((one) => one.responseKey === responseKey).map((one) => one.condition),
      write: this.#wrapped(value, this.#inside(field)),
    });
  }

  #inside(field: FieldShape): ValueWriter {
    if (field.selection !== null) return this.selection(field.selection);
    const write = leafWriter(field.typeName, this.#parts.schema);
    return (value, _place, run) => write(value) ?? refuse(value, run);
  }

  #wrapped({ item }: ValueShape, inside: ValueWriter): ValueWriter {
    return item === null ? inside : listWriter(this.#wrapped(item, inside), item.nonNull);
  }
}

/** One field of an object, at one of its positions. */
interface FieldWriter {
  readonly engineKey: string;
  readonly responseKey: string;
  readonly head: string;
  readonly condition: Condition;
  /** Conditions of the positions before this one, at which it would come instead. */
  readonly earlier: readonly Condition[];
  /** What is written whatever the data. */
  readonly fixed: string | null;
  readonly isDenied: boolean;
  readonly isLeaf: boolean;
  /** Whether its null makes its object null. */
  readonly bubbles: boolean;
  readonly write: ValueWriter;
}

class ObjectWriter {
  readonly #fields: readonly FieldWriter[];

  constructor(fields: readonly FieldWriter[]) {
    this.#fields = fields;
  }

  write(source: Source, place: Place | null, run: WriteRun): string | null {
    if (place === null || !place.sharesViews)
      return this.#write(current(source, place), place, run);
    const written = writtenAt(place, this);
    const object = current(source, place);
    const known = written.get(object);
    if (known !== undefined) return known;
    const faultsBefore = run.faults.length;
    const text = this.#write(object, place, run);
    // What is at fault is said at every place, so it is written at every place.
    if (run.faults.length === faultsBefore) written.set(object, text);
    return text;
  }

  #write(object: Source, place: Place | null, run: WriteRun): string | null {
    let text = '';
    for (const field of this.#fields) {
      if (isLeftOut(field, run)) continue;
      const value = field.fixed ?? writeField(field, object, { place, run });
      if (field.bubbles && (value === null || field.isDenied)) return null;
      text += `${text === '' ? '{' : ','}${field.head}${value ?? 'null'}`;
    }
    return text === '' ? '{}' : `${text}}`;
  }
}

function isLeftOut({ condition, earlier }: FieldWriter, { trueVariables }: WriteRun): boolean {
  if (condition.length > 0 && !isIncluded(condition, trueVariables)) return true;
  return earlier.length > 0 && earlier.some((one) => isIncluded(one, trueVariables));
}

interface Writing {
  readonly place: Place | null;
  readonly run: WriteRun;
}

function writeField(field: FieldWriter, object: Source, { place, run }: Writing): string | null {
  const { engineKey, responseKey, bubbles, isLeaf, write } = field;
  const value = Object.hasOwn(object, engineKey) ? object[engineKey] : null;
  if (value === null || value === undefined) {
    if (bubbles) run.note('null where there must be a value', responseKey);
    return null;
  }
  run.path.push(responseKey);
  const below = isLeaf ? null : (place?.children?.get(engineKey) ?? null);
  const text = write(value, below, run);
  run.path.pop();
  return text;
}

function listWriter(writeItem: ValueWriter, itemsBubble: boolean): ValueWriter {
  const write = (item: unknown, place: Place | null, run: WriteRun): string | null => {
    if (item !== null) return writeItem(item, place, run);
    if (itemsBubble) run.note('null where there must be a value');
    return null;
  };
  return (value, place, run) => {
    if (!Array.isArray(value)) return refuse(value, run);
    const items: readonly unknown[] = value;
    let text = '';
    let isNulled = false;
    for (let index = 0; index < items.length; index += 1) {
      run.path.push(index);
      const written = write(items[index], place, run);
      run.path.pop();
      if (written === null) isNulled = itemsBubble || isNulled;
      text += `${index === 0 ? '' : ','}${written ?? 'null'}`;
    }
    return isNulled ? null : `[${text}]`;
  };
}

function refuse(value: unknown, run: WriteRun): null {
  if (value !== null && value !== undefined) run.note('not of its type');
  return null;
}
