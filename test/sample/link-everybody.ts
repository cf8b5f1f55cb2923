import { defaultLinker } from '../../subgraphs/customers/matching/room/probabilistic-linker.ts';
import type { Cluster, KnownPair } from '../../subgraphs/customers/linking/linker.ts';
import { sourceText, type PlacedRecord } from '../../subgraphs/customers/model.ts';

/** Links records at once and without a database, as the room does one batch after the other. */
export function linkEverybody(records: readonly PlacedRecord[]): readonly Cluster[] {
  const sharing = new Map<string, string[]>();
  for (const record of records) {
    for (const key of defaultLinker.keysOf(record.record)) {
      sharing.set(key, [...(sharing.get(key) ?? []), sourceText(record)]);
    }
  }
  const judge = defaultLinker.judge(records);
  const pairs = new Map<string, KnownPair>();
  for (const places of sharing.values()) {
    for (const left of places) {
      for (const right of places) {
        if (left >= right || pairs.has(`${left} ${right}`)) continue;
        const judgement = judge.judge(left, right);
        if (judgement === null) continue;
        const { weight, isLink } = judgement;
        pairs.set(`${left} ${right}`, { left, right, weight, isLink, decision: null });
      }
    }
  }
  return defaultLinker.judge(records).cluster([...pairs.values()]);
}
