import type { StandardRecord } from '../model.ts';

/**
 * What is known for certain of the records of one customer: two customers that disagree on any of it are
 * never one, whatever else they share.
 */
export type Certainties = ReadonlyMap<string, ReadonlySet<string>>;

/** A record's birth date, party type and verified identifiers. Unknown values are not in it. */
export function certaintiesOf(record: StandardRecord): Certainties {
  const known = new Map<string, Set<string>>();
  const add = (what: string, value: string | null) => {
    if (value !== null) known.set(what, (known.get(what) ?? new Set()).add(value));
  };
  add('birthDate', record.birthDate);
  add('partyType', record.partyType);
  for (const { scheme, value, verified } of record.identifiers) {
    if (verified) add(`identifier ${scheme}`, value);
  }
  return known;
}

/** Whether both know a value and share none. */
export function contradict(left: Certainties, right: Certainties): boolean {
  for (const [what, values] of left) {
    const others = right.get(what);
    if (others !== undefined && ![...values].some((value) => others.has(value))) return true;
  }
  return false;
}

export function unite(left: Certainties, right: Certainties): Certainties {
  const united = new Map(left);
  for (const [what, values] of right) {
    united.set(what, new Set([...(united.get(what) ?? []), ...values]));
  }
  return united;
}
