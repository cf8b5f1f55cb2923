import { createHash } from 'node:crypto';
import type { StandardRecord } from '../model.ts';
import { emailKey } from '../standardise/emails.ts';
import { isNationalScheme } from '../standardise/identifiers.ts';
import { nameKey } from '../standardise/names.ts';
import type { Evidence } from './linker.ts';

/**
 * The rules of deterministic linking. Each makes keys out of all the values that must agree; what is unknown
 * makes no key, because it is no evidence. None looks at a name alone.
 */
interface LinkRule extends Evidence {
  readonly code: string;
  valuesOf(record: StandardRecord): readonly string[];
}

/** Strongest first: their evidence is taken first. */
const RULES: readonly LinkRule[] = [
  {
    code: 'i',
    rule: 'same-national-identifier',
    probability: 0.999,
    valuesOf: ({ birthDate, identifiers }) =>
      birthDate === null
        ? []
        : identifiers
            .filter(({ scheme }) => isNationalScheme(scheme))
            .map(({ scheme, value }) => `${scheme} ${value} ${birthDate}`),
  },
  {
    code: 'm',
    rule: 'same-verified-email',
    probability: 0.98,
    valuesOf: ({ name, emails }) => {
      const key = nameKey(name);
      if (key === null) return [];
      return emails
        .filter(({ verified }) => verified)
        .map((it) => `${emailKey(it.address)} ${key}`);
    },
  },
];

/** Keys are asked for when a record is stored and again when it is linked. */
const KEYS = new WeakMap<StandardRecord, readonly string[]>();

/** A record's keys, sorted. Hashed, so that they have one length whatever a record holds. */
export function linkKeysOf(record: StandardRecord): readonly string[] {
  const known = KEYS.get(record) ?? makeKeys(record);
  KEYS.set(record, known);
  return known;
}

function makeKeys(record: StandardRecord): readonly string[] {
  const keys = RULES.flatMap((rule) => rule.valuesOf(record).map((value) => keyOf(rule, value)));
  return [...new Set(keys)].sort();
}

/** What sharing this key says. */
export function evidenceOf(key: string): Evidence {
  const found = RULES.find((rule) => key.startsWith(`${rule.code}:`));
  if (found === undefined)
    throw new Error(`Link key must begin with a rule's code, but got: ${key}`);
  return { probability: found.probability, rule: found.rule };
}

function keyOf(rule: LinkRule, value: string): string {
  return `${rule.code}:${createHash('sha256').update(value).digest('base64url')}`;
}
