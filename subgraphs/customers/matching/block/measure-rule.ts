import { isOneOf, mix, mixPair } from '../values/random.ts';
import { placesOf } from '../values/places-of.ts';
import { intAt } from '../values/read-array.ts';
import { ruleKey, type BlockingRule } from './key-columns.ts';

/** What a rule would cost, and some of its pairs. */
export interface RuleMeasurement {
  /** Pairs of records that share a key of it, blocks beyond the cap left out. */
  readonly pairs: number;
  /** Whether blocks were left out. */
  readonly isCapped: boolean;
  /** Left and right in turn. */
  readonly sample: Int32Array;
}

export type MeasuredRule = BlockingRule & RuleMeasurement;

/** A block with more records than `mostInBlock` says too little of who they are. */
export interface BlockLimits {
  readonly records: number;
  readonly mostInBlock: number;
}

export interface Pairs {
  readonly lefts: Int32Array;
  readonly rights: Int32Array;
}

/** As many records as tell enough of a rule's blocks. */
const SAMPLE_RECORDS = 10_000;
const SAMPLE_PAIRS = 160;
/** More pairs are never asked about at once. */
export const MOST_MATCHES = 8_000;

/** Blocks while they are counted: an open hash table by key. Made once, cleared for each rule. */
export class RuleMeasure {
  readonly #shift: number;
  readonly #mask: number;
  readonly #every: number;
  readonly #keys: Int32Array;
  readonly #counts: Int32Array;
  readonly #mates: Int32Array;
  /** Slot, left and right in turn. */
  readonly #mateList: Int32Array;
  #mateCount = 0;
  readonly #mostInBlock: number;
  readonly #records: number;

  constructor({ records, mostInBlock }: BlockLimits) {
    this.#records = records;
    this.#mostInBlock = mostInBlock;
    this.#every = Math.max(1, Math.floor(records / SAMPLE_RECORDS));
    // At most a third is taken even when chance gives the sample some records more.
    const bits = Math.ceil(Math.log2(Math.max(MOST_MATCHES * 2, (records / this.#every) * 3)));
    this.#shift = 32 - bits;
    this.#mask = (1 << bits) - 1;
    this.#keys = new Int32Array(1 << bits);
    this.#counts = new Int32Array(1 << bits);
    this.#mates = new Int32Array(1 << bits);
    this.#mateList = new Int32Array(3 << bits);
  }

  /** Measures a rule on whole blocks: on all of them, or on as many as hold a sample of the records. */
  measure(rule: BlockingRule): RuleMeasurement {
    this.#keys.fill(0);
    this.#counts.fill(0);
    this.#mateCount = 0;
    const { pairs, isCapped } = this.#countBlocks(rule);
    return { pairs: pairs * this.#every, isCapped, sample: this.#sample() };
  }

  /** The places of the pairs that a rule finds: of those that share a key of a block which is not too large. */
  findsOf(
    { keys: [first, second], isCapped }: BlockingRule & Pick<RuleMeasurement, 'isCapped'>,
    { lefts, rights }: Pairs,
  ): Int32Array {
    if (first === undefined) return new Int32Array(0);
    const found = placesOf(lefts.length, (pair) => {
      const key = ruleKey(first, second, intAt(lefts, pair));
      return key !== 0 && key === ruleKey(first, second, intAt(rights, pair));
    });
    if (!isCapped) return found;
    const keyOf = (pair: number) => ruleKey(first, second, intAt(lefts, pair));
    this.#keys.fill(0);
    this.#counts.fill(0);
    for (const pair of found) this.#slotOf(keyOf(pair));
    this.#countKnown(first, second);
    return found.filter(
      (pair) => intAt(this.#counts, this.#knownSlotOf(keyOf(pair))) <= this.#mostInBlock,
    );
  }

  /** Counts the records of the keys that have a slot. */
  #countKnown(first: Int32Array, second: Int32Array | undefined): void {
    for (let record = 0; record < this.#records; record++) {
      const key = ruleKey(first, second, record);
      if (key === 0) continue;
      const slot = this.#knownSlotOf(key);
      if (intAt(this.#keys, slot) === key) this.#counts[slot] = intAt(this.#counts, slot) + 1;
    }
  }

  /** Counts the pairs of blocks, and keeps pairs of records that share one. */
  #countBlocks({ keys: [first, second] }: BlockingRule): Omit<RuleMeasurement, 'sample'> {
    let pairs = 0;
    let isCapped = false;
    for (let record = 0; record < this.#records && first !== undefined; record++) {
      const key = ruleKey(first, second, record);
      if (!this.#isSampled(key)) continue;
      const slot = this.#slotOf(key);
      const size = intAt(this.#counts, slot);
      this.#counts[slot] = size + 1;
      if (size > 0 && size < this.#mostInBlock) {
        pairs += size;
        this.#keepMates(slot, record);
      } else if (size === this.#mostInBlock) {
        pairs -= (size * (size - 1)) / 2;
        isCapped = true;
      }
      // Each record of a block is as likely to be met by the next one: files often have duplicates in a row.
      if (isOneOf(mixPair(record, key), size + 1)) this.#mates[slot] = record;
    }
    return { pairs, isCapped };
  }

  #isSampled(key: number): boolean {
    return key !== 0 && (this.#every === 1 || isOneOf(mix(key), this.#every));
  }

  #keepMates(slot: number, record: number): void {
    const at = this.#mateCount;
    if (at + 3 > this.#mateList.length) return;
    this.#mateList[at] = slot;
    this.#mateList[at + 1] = this.#mates[slot] ?? 0;
    this.#mateList[at + 2] = record;
    this.#mateCount = at + 3;
  }

  #slotOf(key: number): number {
    const slot = this.#knownSlotOf(key);
    this.#keys[slot] = key;
    return slot;
  }

  /** The slot of a key, or a free one that nobody asks about when it has none. */
  #knownSlotOf(key: number): number {
    let slot = Math.imul(key, 0x9e3779b1) >>> this.#shift;
    for (;;) {
      const held = intAt(this.#keys, slot);
      if (held === 0 || held === key) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }

  #sample(): Int32Array {
    const every = 3 * Math.ceil(this.#mateCount / 3 / SAMPLE_PAIRS);
    const sample: number[] = [];
    for (let at = 0; at < this.#mateCount; at += Math.max(3, every)) {
      const size = this.#counts[this.#mateList[at] ?? 0] ?? 0;
      if (size > this.#mostInBlock) continue;
      sample.push(this.#mateList[at + 1] ?? 0, this.#mateList[at + 2] ?? 0);
    }
    return Int32Array.from(sample);
  }
}
