import {
  compareText,
  type PlacedRecord,
  type StandardConsent,
  type StandardRecord,
} from '../model.ts';
import {
  DEFAULT_POLICY,
  FieldRanking,
  type RankingRule,
  type SurvivorshipPolicy,
} from './survivorship-policy.ts';
import { addressKey } from '../standardise/contacts.ts';
import { consentKey } from '../standardise/consents.ts';
import { emailKey } from '../standardise/emails.ts';

/**
 * One value of the golden record and where it comes from. A list has a value from each record that adds to
 * it, best first.
 */
export interface GoldenValue {
  readonly field: GoldenField;
  readonly value: unknown;
  readonly division: string;
  readonly localId: string;
  /** RFC 3339 UTC. */
  readonly observedAt: string;
  readonly rule: SurvivorshipRule;
}

export type GoldenField = (typeof SINGLE_FIELDS)[number] | ListField;
type ListField = 'identifiers' | 'emails' | 'phones' | 'addresses' | 'consents';

/**
 * Why a value won. `union`: lists lose nothing, only their order is decided; `steward-override`: somebody
 * decided it.
 */
type SurvivorshipRule = RankingRule | 'only-source' | 'union' | 'steward-override';

const SINGLE_FIELDS = ['partyType', 'name', 'birthDate', 'gender', 'preferredLanguage'] as const;

/**
 * The golden record of one customer. Of a field with one value the best by the policy survives, and unknown
 * never beats known. Lists are united in the same order. A function of the set of records: their order
 * changes nothing.
 */
export function goldenValues(
  records: readonly PlacedRecord[],
  policy: SurvivorshipPolicy = DEFAULT_POLICY,
): readonly GoldenValue[] {
  const unite = <Entry>(rules: ListRules<Entry>) => uniteLists(records, policy, rules);
  return [
    ...SINGLE_FIELDS.flatMap((field) => survivor(field, records, policy)),
    ...unite({
      field: 'identifiers',
      entriesOf: ({ identifiers }) => identifiers,
      keyOf: ({ scheme, value }) => `${scheme} ${value}`,
      learn: anyVerified,
    }),
    ...unite({
      field: 'emails',
      entriesOf: ({ emails }) => emails,
      keyOf: ({ address }) => emailKey(address),
      learn: anyVerified,
    }),
    ...unite({
      field: 'phones',
      entriesOf: ({ phones }) => phones,
      keyOf: ({ number }) => number,
      learn: anyVerified,
    }),
    ...unite({
      field: 'addresses',
      entriesOf: ({ addresses }) => addresses,
      keyOf: addressKey,
    }),
    ...unite({
      field: 'consents',
      entriesOf: ({ consents }) => consents,
      keyOf: consentKey,
      prefer: mostRestrictive,
    }),
  ];
}

function survivor(
  field: (typeof SINGLE_FIELDS)[number],
  records: readonly PlacedRecord[],
  policy: SurvivorshipPolicy,
): readonly GoldenValue[] {
  const known = records.filter(({ record }) => record[field] !== null);
  const ranking = new FieldRanking(field, known, policy);
  const [first, second] = known.sort(ranking.compare);
  if (first === undefined) return [];
  const rule = second === undefined ? 'only-source' : ranking.decidingRule(first, second);
  return [goldenValue(first, { field, value: first.record[field], rule })];
}

/** An entry of a list and the record it is from. */
interface Offer<Entry> {
  readonly source: PlacedRecord;
  readonly entry: Entry;
}

interface ListRules<Entry> {
  readonly field: ListField;
  readonly entriesOf: (record: StandardRecord) => readonly Entry[];
  /** Equal for two entries that are one thing. */
  readonly keyOf: (entry: Entry) => string;
  /** Which of two entries of one thing survives; by default the first by source. */
  readonly prefer?: (left: Entry, right: Entry) => number;
  /** What the survivor learns from the others. */
  readonly learn?: (survivor: Entry, others: readonly Entry[]) => Entry;
}

/** Each thing once, under the record from which it survives. */
function uniteLists<Entry>(
  records: readonly PlacedRecord[],
  policy: SurvivorshipPolicy,
  rules: ListRules<Entry>,
): readonly GoldenValue[] {
  const groups = new Map<string, Offer<Entry>[]>();
  const ranking = new FieldRanking(rules.field, records, policy);
  for (const source of [...records].sort(ranking.compare)) {
    for (const entry of rules.entriesOf(source.record)) {
      const key = rules.keyOf(entry);
      groups.set(key, [...(groups.get(key) ?? []), { source, entry }]);
    }
  }
  const bySource = new Map<PlacedRecord, Entry[]>();
  for (const offers of groups.values()) {
    const { prefer = () => 0, learn = (entry: Entry) => entry } = rules;
    const [first] = offers.sort((a, b) => prefer(a.entry, b.entry));
    if (first === undefined) continue;
    const survivor = learn(
      first.entry,
      offers.map(({ entry }) => entry),
    );
    bySource.set(first.source, [...(bySource.get(first.source) ?? []), survivor]);
  }
  const rule = bySource.size === 1 ? 'only-source' : 'union';
  return [...bySource].map(([source, value]) =>
    goldenValue(source, { field: rules.field, value, rule }),
  );
}

/** A value that any source has verified is verified. */
function anyVerified<Entry extends { readonly verified: boolean }>(
  survivor: Entry,
  others: readonly Entry[],
): Entry {
  const verified = others.some((other) => other.verified);
  return verified === survivor.verified ? survivor : { ...survivor, verified };
}

/**
 * A refusal that any record holds counts for the customer, and of several the latest. Each record keeps its
 * own, so whoever was merged in error has theirs again after the split.
 */
function mostRestrictive(left: StandardConsent, right: StandardConsent): number {
  return Number(left.granted) - Number(right.granted) || compareText(right.at, left.at);
}

function goldenValue(
  { division, localId, record: { observedAt } }: PlacedRecord,
  { field, value, rule }: Pick<GoldenValue, 'field' | 'value' | 'rule'>,
): GoldenValue {
  return { field, value, division, localId, observedAt, rule };
}
