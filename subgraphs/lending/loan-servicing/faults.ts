/** Faults made on purpose: every answer late by `delayMs`, and a share `failRate` of them `status` instead. */
export interface Faults {
  readonly delayMs: number;
  readonly failRate: number;
  readonly status: number;
}

export const NO_FAULTS: Faults = Object.freeze({ delayMs: 0, failRate: 0, status: 503 });

/** Decides for each request whether it fails; the same seed decides the same. */
export class FaultMaker {
  #faults: Faults;
  readonly #random: () => number;

  constructor(faults: Faults, seed: number) {
    this.#faults = faults;
    this.#random = seededRandom(seed);
  }

  get faults(): Faults {
    return this.#faults;
  }

  set(faults: Faults): void {
    this.#faults = Object.freeze({ ...faults });
  }

  /** Waits out the delay; answers with the status to fail with, or null. */
  async next(): Promise<number | null> {
    const { delayMs, failRate, status } = this.#faults;
    const fails = failRate > 0 && this.#random() < failRate;
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    return fails ? status : null;
  }
}

/** Numbers from 0 up to 1 by a 32-bit mix of a counter: good enough to choose which answers fail. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
