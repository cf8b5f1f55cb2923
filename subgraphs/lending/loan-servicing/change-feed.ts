/** Which record changed, at which place in the sequence. */
export interface ChangeMark {
  readonly sequence: number;
  readonly key: string;
}

/** The latest change of each record, read by sequence. Older changes of a record are left out. */
export class ChangeFeed {
  #marks: ChangeMark[] = [];
  readonly #latest = new Map<string, number>();

  /** Sequences must grow. */
  add(mark: ChangeMark): void {
    this.#latest.set(mark.key, mark.sequence);
    this.#marks.push(mark);
    if (this.#marks.length > 2 * this.#latest.size + SLACK) {
      this.#marks = this.#marks.filter((one) => this.#isLatest(one));
    }
  }

  *read(after: number): Generator<ChangeMark> {
    for (let place = this.#placeBehind(after); place < this.#marks.length; place += 1) {
      const mark = this.#marks[place];
      if (mark !== undefined && this.#isLatest(mark)) yield mark;
    }
  }

  #isLatest(mark: ChangeMark): boolean {
    return this.#latest.get(mark.key) === mark.sequence;
  }

  #placeBehind(sequence: number): number {
    let low = 0;
    let high = this.#marks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#marks[middle]?.sequence ?? 0) <= sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const SLACK = 1_000;
