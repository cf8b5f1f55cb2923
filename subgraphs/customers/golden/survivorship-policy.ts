import { compareText, sourceText, type PlacedRecord, type StandardRecord } from '../model.ts';

/** Why a value won over the others. */
export type RankingRule =
  | 'verified'
  | 'source-priority'
  | 'most-recent'
  | 'most-frequent'
  | 'most-complete'
  | 'source-order';

/** How the values of a field are ranked: by the first rule that tells two of them apart. */
export interface SurvivorshipPolicy {
  readonly rules: readonly RankingRule[];
  /** Rules of fields that are ranked in another way. */
  readonly rulesOf: Readonly<Partial<Record<keyof StandardRecord, readonly RankingRule[]>>>;
  /** Divisions whose word counts more, the first most; a division that is not named counts least. */
  readonly priority: readonly string[];
}

/**
 * What a division has verified comes first, then what was seen last. What never changes in a life is better
 * known by how many say it than by who said it last.
 */
export const DEFAULT_POLICY: SurvivorshipPolicy = Object.freeze({
  rules: Object.freeze([
    'verified',
    'source-priority',
    'most-recent',
    'most-frequent',
    'most-complete',
  ] as const),
  rulesOf: Object.freeze({
    birthDate: Object.freeze([
      'verified',
      'source-priority',
      'most-frequent',
      'most-recent',
    ] as const),
  }),
  priority: Object.freeze([]),
});

/** Ranks records for one field, best first, and says which rule put the first before the second. */
export class FieldRanking {
  readonly #field: keyof StandardRecord;
  readonly #rules: readonly RankingRule[];
  readonly #priority: readonly string[];
  readonly #records: readonly PlacedRecord[];
  /** Counted only when somebody asks: most are told apart before it comes to that. */
  #frequencies: ReadonlyMap<string, number> | null = null;

  constructor(
    field: keyof StandardRecord,
    records: readonly PlacedRecord[],
    policy: SurvivorshipPolicy,
  ) {
    this.#field = field;
    this.#rules = policy.rulesOf[field] ?? policy.rules;
    this.#priority = policy.priority;
    this.#records = records;
  }

  readonly compare = (left: PlacedRecord, right: PlacedRecord): number => {
    for (const rule of this.#rules) {
      const order = this.#compareBy(rule, left, right);
      if (order !== 0) return order;
    }
    return compareText(sourceText(left), sourceText(right));
  };

  decidingRule(first: PlacedRecord, second: PlacedRecord): RankingRule {
    const found = this.#rules.find((rule) => this.#compareBy(rule, first, second) !== 0);
    return found ?? 'source-order';
  }

  #compareBy(rule: RankingRule, left: PlacedRecord, right: PlacedRecord): number {
    const more = (rank: (record: PlacedRecord) => number) => rank(right) - rank(left);
    switch (rule) {
      case 'verified':
        return more(({ record }) => (record.identifiers.some((it) => it.verified) ? 1 : 0));
      case 'source-priority':
        return more(({ division }) => this.#priorityOf(division));
      case 'most-recent':
        return compareText(right.record.observedAt, left.record.observedAt);
      case 'most-frequent':
        return more((record) => this.#frequencyOf(record));
      case 'most-complete':
        return more(({ record }) => completeness(record[this.#field]));
      case 'source-order':
        return compareText(sourceText(left), sourceText(right));
    }
  }

  #frequencyOf({ record }: PlacedRecord): number {
    this.#frequencies ??= frequenciesOf(this.#records, this.#field);
    return this.#frequencies.get(JSON.stringify(record[this.#field])) ?? 0;
  }

  #priorityOf(division: string): number {
    const place = this.#priority.indexOf(division);
    return place === -1 ? 0 : this.#priority.length - place;
  }
}

/** How many records have each value of a field. */
function frequenciesOf(
  records: readonly PlacedRecord[],
  field: keyof StandardRecord,
): ReadonlyMap<string, number> {
  const frequencies = new Map<string, number>();
  for (const { record } of records) {
    const value = JSON.stringify(record[field]);
    frequencies.set(value, (frequencies.get(value) ?? 0) + 1);
  }
  return frequencies;
}

/** How many things a value says. */
function completeness(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value !== 'object') return 1;
  return Object.values(value).filter((part) => part !== null).length;
}
