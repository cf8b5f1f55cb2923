/** Deeper than this, nobody reads an answer; the stack of the walk ends far below. */
const MOST_LEVELS = 200;

/** How much an operation may ask for once its fragments are written out: its own limit, before any planning. */
export class NodeBudget {
  readonly #limit: number;
  #spent = 0;
  #level = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts one selection. */
  spend(): void {
    this.#spent += 1;
    if (this.#spent > this.#limit) {
      throw new OperationTooLarge('expanded nodes', this.#limit, this.#spent);
    }
  }

  /** Enters a selection set. */
  descend(): void {
    this.#level += 1;
    if (this.#level > MOST_LEVELS) throw new OperationTooLarge('depth', MOST_LEVELS, this.#level);
  }

  ascend(): void {
    this.#level -= 1;
  }
}

/** Counting ends at the limit, so there may be far more than was counted. */
export class OperationTooLarge extends Error {
  readonly measure: 'expanded nodes' | 'depth';
  readonly limit: number;
  readonly got: number;

  constructor(measure: OperationTooLarge['measure'], limit: number, got: number) {
    super(`The operation has more than ${limit} ${measure}.`);
    this.measure = measure;
    this.limit = limit;
    this.got = got;
  }
}
