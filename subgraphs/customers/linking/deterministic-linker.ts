import { compareText, sourceText, type PlacedRecord } from '../model.ts';
import { CustomerGroups } from './customer-groups.ts';
import { evidenceOf, linkKeysOf } from './link-keys.ts';
import type { Cluster, Evidence, Linker } from './linker.ts';

/**
 * Links by rules that are either true or not, and errs on the side of two customers for one person: two that
 * are one are found again tomorrow, one that is two has shown somebody's accounts to somebody else.
 *
 * Records are taken key by key, strongest rule first and in the order of their places, so the answer does not
 * depend on the order in which they came.
 */
export const deterministicLinker: Linker = Object.freeze({ keysOf: linkKeysOf, cluster });

/** The records, by index, that share a key. */
interface Bucket {
  readonly key: string;
  readonly members: readonly number[];
}

function cluster(
  records: readonly PlacedRecord[],
  worthless: ReadonlySet<string>,
): readonly Cluster[] {
  const sorted = [...records].sort((a, b) => compareText(sourceText(a), sourceText(b)));
  const buckets = bucketsOf(sorted, worthless);
  const groups = new CustomerGroups(sorted);
  for (const { members } of buckets) joinBucket(groups, members);
  const evidence = findEvidence(groups, buckets);
  const clusters = new Map<number, PlacedRecord[]>();
  const found = new Map<PlacedRecord, Evidence | null>();
  sorted.forEach((record, index) => {
    const group = groups.groupOf(index);
    clusters.set(group, [...(clusters.get(group) ?? []), record]);
    found.set(record, evidence.get(index) ?? null);
  });
  return [...clusters.values()].map((members) => ({
    members: members.map((member) => ({
      division: member.division,
      localId: member.localId,
      evidence: found.get(member) ?? null,
    })),
  }));
}

/** Keys that two records or more share, strongest rule first, then by key. */
function bucketsOf(
  records: readonly PlacedRecord[],
  worthless: ReadonlySet<string>,
): readonly Bucket[] {
  const members = new Map<string, number[]>();
  records.forEach(({ record }, index) => {
    for (const key of linkKeysOf(record)) {
      if (worthless.has(key)) continue;
      const sharing = members.get(key);
      if (sharing === undefined) members.set(key, [index]);
      else sharing.push(index);
    }
  });
  const strength = (key: string) => evidenceOf(key).probability;
  return [...members]
    .filter(([, sharing]) => sharing.length > 1)
    .sort(([a], [b]) => strength(b) - strength(a) || compareText(a, b))
    .map(([key, sharing]) => ({ key, members: sharing }));
}

/** Each record joins the first group of the bucket that nothing certain keeps it out of. */
function joinBucket(groups: CustomerGroups, members: readonly number[]): void {
  const firsts: number[] = [];
  for (const member of members) {
    if (!firsts.some((first) => groups.join(first, member))) firsts.push(member);
  }
}

/** For each record the strongest key that it shares with another one of its group. */
function findEvidence(
  groups: CustomerGroups,
  buckets: readonly Bucket[],
): ReadonlyMap<number, Evidence> {
  const evidence = new Map<number, Evidence>();
  for (const { key, members } of buckets) {
    const sizes = new Map<number, number>();
    for (const member of members) {
      const group = groups.groupOf(member);
      sizes.set(group, (sizes.get(group) ?? 0) + 1);
    }
    for (const member of members) {
      const shared = (sizes.get(groups.groupOf(member)) ?? 0) > 1;
      if (shared && !evidence.has(member)) evidence.set(member, evidenceOf(key));
    }
  }
  return evidence;
}
