import type { Share } from '../run/share.ts';
import { sharedInts } from '../values/text-table.ts';
import { ruleKey, type BlockingRule } from './key-columns.ts';
import type { BlockLimits } from './measure-rule.ts';
import { forEachBlock, sortByKey } from './sort-by-key.ts';

/** The blocks of one rule, in shared memory. */
export interface RuleBlocks {
  /** Record -> its key; 0 when it has none or shares it with too many. */
  readonly keys: Int32Array;
  /** Records, block by block. */
  readonly records: Int32Array;
  /** Where each block begins in `records`; the last is the end. */
  readonly starts: Int32Array;
}

/** Sorts the records into the blocks of a rule. Those with more than `mostInBlock` are left out. */
export function blocksOfRule(
  { keys: [first, second] }: BlockingRule,
  { records, mostInBlock }: BlockLimits,
): RuleBlocks {
  const keys = sharedInts(records);
  for (let record = 0; record < records && first !== undefined; record++) {
    keys[record] = ruleKey(first, second, record);
  }
  const sorted = sortByKey(keys);
  const kept: number[] = [];
  let length = 0;
  const tooLarge: number[] = [];
  forEachBlock(sorted, keys, (start, end) => {
    if (end - start > mostInBlock) {
      tooLarge.push(start, end);
      return;
    }
    kept.push(start, end);
    length += end - start;
  });
  const blocks = sharedInts(length);
  const starts = sharedInts(kept.length / 2 + 1);
  let at = 0;
  for (let block = 0; block < kept.length; block += 2) {
    const part = sorted.subarray(kept[block], kept[block + 1]);
    starts[block / 2] = at;
    blocks.set(part, at);
    at += part.length;
  }
  for (let block = 0; block < tooLarge.length; block += 2) {
    for (const record of sorted.subarray(tooLarge[block], tooLarge[block + 1])) keys[record] = 0;
  }
  starts[kept.length / 2] = at;
  return { keys, records: blocks, starts };
}

/**
 * Tells of every pair in a share of the blocks, once: under the first rule by which the two share a key, the record
 * with the smaller number first.
 */
export function forEachCandidate(
  rules: readonly RuleBlocks[],
  { part, parts }: Share,
  tell: (left: number, right: number) => void,
): void {
  rules.forEach(({ records, starts }, place) => {
    const earlier = rules.slice(0, place).map(({ keys }) => keys);
    for (let block = part; block + 1 < starts.length; block += parts) {
      const end = starts[block + 1] ?? 0;
      for (let a = starts[block] ?? 0; a < end; a++) {
        const left = records[a] ?? 0;
        for (let b = a + 1; b < end; b++) {
          const right = records[b] ?? 0;
          if (!shareAny(earlier, left, right)) tell(left, right);
        }
      }
    }
  });
}

function shareAny(keyColumns: readonly Int32Array[], left: number, right: number): boolean {
  for (const keys of keyColumns) {
    const key = keys[left];
    if (key !== 0 && key === keys[right]) return true;
  }
  return false;
}
