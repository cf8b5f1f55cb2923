import type { PlacedRecord, StandardRecord } from '../../model.ts';
import { atomsOf, type KeyAtom } from '../block/key-atoms.ts';
import { joinKeys, textKey } from '../block/key-columns.ts';
import { namePartsOf } from '../standard/name-parts.ts';
import { standardText } from '../standard/standard-texts.ts';
import { ROLES } from '../roles.ts';
import { SEVERAL } from '../values/column.ts';
import { mix } from '../values/random.ts';
import { RECORD_SHAPE, textsOfRecord } from './record-shape.ts';

/**
 * The rules by which the room finds candidates, each a list of atoms: what a batch chose on records like a
 * company's. A record has a key for each combination of its values.
 */
const RULES: readonly (readonly string[])[] = [
  ['identifier value'],
  ['email value'],
  ['phone value'],
  ['familyName sound', 'birthDate value'],
  ['givenName value', 'birthDate value'],
  ['familyName value', 'postalCode value', 'givenName start'],
  ['givenName value', 'familyName value', 'birthDate year'],
  ['givenName value', 'familyName value', 'locality value'],
];

/** Keys are asked for when a record is stored and again when it is linked. */
const KNOWN = new WeakMap<StandardRecord, readonly string[]>();

/** A record's keys, sorted, of one length each. */
export function recordKeys(record: StandardRecord): readonly string[] {
  const known = KNOWN.get(record) ?? makeKeys(record);
  KNOWN.set(record, known);
  return known;
}

function makeKeys(record: StandardRecord): readonly string[] {
  const values = valuesOf(record);
  const keys = RULES.flatMap((rule, number) =>
    combinations(rule.map((name) => hashesOf(name, values))).map((hashes) =>
      keyText(number, hashes),
    ),
  );
  return [...new Set(keys)].sort();
}

/** Atom -> the standard texts of its field. */
function valuesOf(record: StandardRecord): ReadonlyMap<string, readonly string[]> {
  const placed: PlacedRecord = { division: '', localId: '', record };
  const texts = textsOfRecord(placed);
  const [given = '', family = '', additional = '', full = ''] = texts;
  const parts = namePartsOf({ given, family, additional, full });
  const plain = RECORD_SHAPE.fields.map(({ name, role, place }): [string, readonly string[]] => [
    name,
    (texts[place] ?? '').split(SEVERAL).map((text) => standardText(ROLES[role].standard, text)),
  ]);
  return new Map([['givenName', [parts.given]], ['familyName', [parts.family]], ...plain]);
}

const ATOMS: ReadonlyMap<string, KeyAtom> = new Map(
  atomsOf([
    { name: 'givenName', role: 'givenName' },
    { name: 'familyName', role: 'familyName' },
    ...RECORD_SHAPE.fields,
  ]).map((atom) => [`${atom.field} ${atom.name}`, atom]),
);

/** Two hashes of 32 bits for each value of an atom: together they meet by chance in no company. */
function hashesOf(
  name: string,
  values: ReadonlyMap<string, readonly string[]>,
): readonly (readonly [number, number])[] {
  const atom = ATOMS.get(name);
  if (atom === undefined) throw new Error(`Rules must name atoms that exist, but got: ${name}`);
  const keys = (values.get(atom.field) ?? []).map((text) => (text === '' ? '' : atom.keyOf(text)));
  const known = [...new Set(keys.filter((key) => key !== ''))];
  return known.map((key) => [mix(textKey(key)), mix(textKey(`${key}\t`) ^ SECOND)]);
}

const SECOND = 0x5bd1e995;

type Hashes = readonly [number, number];

/** Every way to take one of each list; none when a list is empty. */
function combinations(lists: readonly (readonly Hashes[])[]): readonly (readonly Hashes[])[] {
  return lists.reduce<readonly (readonly Hashes[])[]>(
    (found, list) => found.flatMap((taken) => list.map((one) => [...taken, one])),
    [[]],
  );
}

function keyText(rule: number, hashes: readonly Hashes[]): string {
  const join = (which: 0 | 1) =>
    hashes.reduce((joined, pair) => joinKeys(joined, pair[which]), rule + 1) >>> 0;
  const hex = (number: number) => number.toString(16).padStart(8, '0');
  return `${rule}:${hex(join(0))}${hex(join(1))}`;
}
