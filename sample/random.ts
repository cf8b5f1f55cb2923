/**
 * Chance that repeats: the same seed gives the same choices on every machine. `fork` gives a stream of its
 * own for each part of the company, so that a change in one part leaves the others as they were.
 */
export class Random {
  readonly #seed: string;
  #state: number;

  constructor(seed: string) {
    this.#seed = seed;
    this.#state = hashText(seed);
  }

  fork(part: string): Random {
    return new Random(`${this.#seed}/${part}`);
  }

  /** From 0 up to, not including, 1. A counter, mixed: 32 bits a step. */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    return mix(this.#state) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new RangeError('There must be something to pick from.');
    return item;
  }

  /** One of the names, each as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    // `Object.entries` widens the keys that the parameter's type has.
    const entries = Object.entries(weights) as [Name, number][];
    let place = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) {
      place -= weight;
      if (place < 0) return name;
    }
    return this.pick(entries)[0];
  }

  /** About normal (the sum of twelve), mean 0, deviation 1, never beyond 6. */
  normal(): number {
    let sum = -6;
    for (let step = 0; step < 12; step += 1) sum += this.next();
    return sum;
  }

  /** Skewed like times and amounts are: half of the values are below the median. */
  skewed(median: number, spread: number): number {
    return median * Math.exp(spread * this.normal());
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    return items
      .map((item) => ({ item, place: this.next() }))
      .sort((left, right) => left.place - right.place)
      .map(({ item }) => item);
  }
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mix(hash >>> 0);
}

/** Spreads what differs in one bit over all of them. */
function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
