import { formGroups } from '../standard/nicknames.ts';
import { ROLES, type Kind, type Role } from '../roles.ts';
import { Interner } from './interner.ts';
import { makeTextTable, sharedInts, type TextTable } from './text-table.ts';

/** A field of the records that are compared. */
export interface Field {
  /** In models and explanations. Two fields may have one role: a home and a work address. */
  readonly name: string;
  readonly role: Role;
}

/** Parts the texts of a field that has several, e.g. all phone numbers of one person. */
export const SEVERAL = '\u0001';

/**
 * One field of all records, by columns: each distinct value once, under a number, and each record's number.
 * All large arrays are in shared memory, so worker threads read them without a copy.
 */
export interface Column extends Field {
  readonly kind: Kind;
  /** Record -> value; 0 for none. */
  readonly values: Int32Array;
  readonly texts: TextTable;
  /** Value -> its share among the values of all records. */
  readonly shares: Float64Array;
  /** Value -> its words, by their numbers in the dictionary that all columns share. */
  readonly words: Lists;
  /** Value -> the names that it is a form of, for names. */
  readonly forms: Lists | null;
  /** Value -> the values it consists of; null when every record has at most one. */
  readonly parts: Lists | null;
}

/** Lists of numbers, by number. */
export interface Lists {
  readonly items: Int32Array;
  readonly starts: Int32Array;
}

/** Collects the values of one field, record by record. */
export class ColumnBuilder {
  readonly #interner = new Interner();
  readonly #values: number[] = [];
  readonly #field: Field;

  constructor(field: Field) {
    this.#field = field;
  }

  add(text: string): void {
    this.#values.push(this.#interner.numberOf(text));
  }

  /** The texts by number: more may be added by `build` for values that consist of several. */
  get texts(): readonly string[] {
    return this.#interner.texts;
  }

  /**
   * `shareOf` tells how common a value is among all records when these are only some of them; by default it
   * is counted.
   */
  build(dictionary: Interner, shareOf?: (field: string, text: string) => number): Column {
    const { kind } = ROLES[this.#field.role];
    const several = this.#interner.texts.some((text) => text.includes(SEVERAL));
    const parts = several ? this.#splitParts() : null;
    const values = sharedInts(this.#values.length);
    values.set(this.#values);
    const { texts } = this.#interner;
    const words = listsOf(texts.map((text) => wordNumbers(kind, text, dictionary)));
    const forms = kind === 'name' ? listsOf(texts.map(formGroups)) : null;
    const shares =
      shareOf === undefined
        ? sharesOf(values, texts.length, parts)
        : sharesBy((text) => shareOf(this.#field.name, text), texts);
    const table = makeTextTable(texts);
    return { ...this.#field, kind, values, texts: table, shares, words, forms, parts };
  }

  /** Gives each part a number of its own, too. */
  #splitParts(): Lists {
    const numbered = this.#interner.texts.map((text) =>
      text.split(SEVERAL).map((part) => this.#interner.numberOf(part)),
    );
    // Parts that came new are values that consist of themselves.
    for (let value = numbered.length; value < this.#interner.texts.length; value++) {
      numbered.push([value]);
    }
    return listsOf(numbered);
  }
}

export function listsOf(lists: readonly (readonly number[])[]): Lists {
  const starts = sharedInts(lists.length + 1);
  let length = 0;
  lists.forEach((list, number) => {
    starts[number] = length;
    length += list.length;
  });
  starts[lists.length] = length;
  const items = sharedInts(length);
  let at = 0;
  for (const list of lists) for (const item of list) items[at++] = item;
  return { items, starts };
}

/** Only names and texts are compared by their words. */
function wordNumbers(kind: Kind, text: string, dictionary: Interner): readonly number[] {
  if (text === '' || (kind !== 'name' && kind !== 'words' && kind !== 'text')) return [];
  const words = text.includes(' ') ? [...new Set(text.split(' '))] : [text];
  return words.map((word) => dictionary.numberOf(word)).sort((a, b) => a - b);
}

/** `Float64Array.from` asks an iterator for each. */
function sharesBy(shareOf: (text: string) => number, texts: readonly string[]): Float64Array {
  const shares = new Float64Array(texts.length);
  texts.forEach((text, number) => {
    shares[number] = shareOf(text);
  });
  return shares;
}

function sharesOf(values: Int32Array, count: number, parts: Lists | null): Float64Array {
  const shares = new Float64Array(new SharedArrayBuffer(count * 8));
  let known = 0;
  for (const value of values) {
    if (value === 0) continue;
    known++;
    if (parts === null) shares[value] = (shares[value] ?? 0) + 1;
    else countParts(shares, parts, value);
  }
  for (let value = 0; value < count; value++) shares[value] = (shares[value] ?? 0) / known;
  return shares;
}

function countParts(shares: Float64Array, { items, starts }: Lists, value: number): void {
  for (let at = starts[value] ?? 0; at < (starts[value + 1] ?? 0); at++) {
    const part = items[at] ?? 0;
    shares[part] = (shares[part] ?? 0) + 1;
  }
}
