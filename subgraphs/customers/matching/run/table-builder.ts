import { makeAtomKeys, type AtomKeys } from '../block/key-columns.ts';
import { atomsOf } from '../block/key-atoms.ts';
import { namePartsOf } from '../standard/name-parts.ts';
import { standardText } from '../standard/standard-texts.ts';
import { ROLES, type Role, type Standard } from '../roles.ts';
import { ColumnBuilder, SEVERAL, type Column, type Field } from '../values/column.ts';
import { Interner } from '../values/interner.ts';

/** Which of a record's raw texts, by their place, make which fields. */
export interface RecordShape {
  /** Null when the records have no names. A part that is missing is null. */
  readonly names: NamePlaces | null;
  readonly fields: readonly PlainField[];
}

export interface NamePlaces {
  readonly given: number | null;
  readonly family: number | null;
  readonly additional: number | null;
  readonly full: number | null;
}

export interface PlainField extends Field {
  readonly place: number;
}

/** Records by columns, with every key by which they can be found. */
export interface MatchTable {
  readonly records: number;
  readonly columns: readonly Column[];
  readonly atoms: readonly AtomKeys[];
}

/** Brings records into columns, one after the other. A raw text is standardised the first time it comes. */
export class TableBuilder {
  readonly #shape: RecordShape;
  readonly #nameBuilders: readonly ColumnBuilder[];
  readonly #plainBuilders: readonly ColumnBuilder[];
  readonly #names = new Map<string, readonly string[]>();
  readonly #plain: readonly Map<string, string>[];
  #records = 0;

  constructor(shape: RecordShape) {
    this.#shape = shape;
    this.#nameBuilders = nameFields(shape.names).map((field) => new ColumnBuilder(field));
    this.#plainBuilders = shape.fields.map((field) => new ColumnBuilder(field));
    this.#plain = shape.fields.map(() => new Map<string, string>());
  }

  /** `texts`: the record's raw texts, by place. */
  add(texts: readonly string[]): void {
    this.#records++;
    const { names, fields } = this.#shape;
    if (names !== null) {
      const parts = this.#nameOf(names, texts);
      this.#nameBuilders.forEach((builder, part) => builder.add(parts[part] ?? ''));
    }
    fields.forEach(({ place, role }, index) => {
      const text = this.#standard(index, role, texts[place] ?? '');
      this.#plainBuilders[index]?.add(text);
    });
  }

  build(): MatchTable {
    const columns = this.buildColumns();
    const builders = [...this.#nameBuilders, ...this.#plainBuilders];
    const textsOf = new Map(columns.map(({ name }, index) => [name, builders[index]?.texts ?? []]));
    const atoms = atomsOf(columns).flatMap((atom) => {
      const column = columns.find(({ name }) => name === atom.field);
      return column === undefined
        ? []
        : [makeAtomKeys(atom, column, textsOf.get(atom.field) ?? [])];
    });
    return { records: this.#records, columns, atoms };
  }

  /** The columns alone: enough for comparing records that are known to be candidates. */
  buildColumns(shareOf?: (field: string, text: string) => number): readonly Column[] {
    const dictionary = new Interner();
    const builders = [...this.#nameBuilders, ...this.#plainBuilders];
    return builders.map((builder) => builder.build(dictionary, shareOf));
  }

  #nameOf(places: NamePlaces, texts: readonly string[]): readonly string[] {
    const part = (place: number | null) => (place === null ? '' : (texts[place] ?? ''));
    const { given, family, additional, full } = places;
    const written = {
      given: part(given),
      family: part(family),
      additional: part(additional),
      full: part(full),
    };
    const key = `${written.given}\t${written.family}\t${written.additional}\t${written.full}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const parts = namePartsOf(written);
    const result = [parts.given, parts.family, parts.others];
    this.#names.set(key, result);
    return result;
  }

  #standard(index: number, role: Role, raw: string): string {
    const known = this.#plain[index]?.get(raw);
    if (known !== undefined) return known;
    const { standard } = ROLES[role];
    const text = raw.includes(SEVERAL)
      ? standardTexts(standard, raw.split(SEVERAL))
      : standardText(standard, raw);
    this.#plain[index]?.set(raw, text);
    return text;
  }
}

/** Several values of one field, each once and in order, so that equal sets are equal texts. */
function standardTexts(standard: Standard, raw: readonly string[]): string {
  const texts = raw.map((one) => standardText(standard, one)).filter((text) => text !== '');
  return [...new Set(texts)].sort().join(SEVERAL);
}

/** Other names come from a full or an additional name: without them there are none. */
function nameFields(names: NamePlaces | null): readonly Field[] {
  if (names === null) return [];
  const others: readonly Field[] =
    names.full === null && names.additional === null
      ? []
      : [{ name: 'otherNames', role: 'otherNames' }];
  return [
    { name: 'givenName', role: 'givenName' },
    { name: 'familyName', role: 'familyName' },
    ...others,
  ];
}
