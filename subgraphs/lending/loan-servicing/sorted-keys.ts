export interface KeyPage {
  readonly cursor?: string | undefined;
  readonly direction: 'forward' | 'backward';
  readonly limit: number;
}

/** A set of keys read in their order (by code unit), page by page. Keys that come in order cost nothing extra. */
export class SortedKeys {
  #keys: string[];
  #sorted = true;

  constructor(keys: Iterable<string> = []) {
    this.#keys = [...new Set(keys)].sort(byCodeUnit);
  }

  get size(): number {
    return this.#keys.length;
  }

  /** The key must not be in the set yet. */
  add(key: string): void {
    const last = this.#keys.at(-1);
    if (last !== undefined && last > key) this.#sorted = false;
    this.#keys.push(key);
  }

  remove(key: string): void {
    const place = this.#placeOf(key);
    if (this.#keys[place] === key) this.#keys.splice(place, 1);
  }

  /** Keys beyond the cursor in the direction asked for, nearest first. */
  *read(page: Omit<KeyPage, 'limit'>): Generator<string> {
    this.#sort();
    const forward = page.direction === 'forward';
    const step = forward ? 1 : -1;
    for (let place = this.#start(page.cursor, forward); ; place += step) {
      const key = this.#keys[place];
      if (key === undefined) return;
      yield key;
    }
  }

  #start(cursor: string | undefined, forward: boolean): number {
    if (cursor === undefined) return forward ? 0 : this.#keys.length - 1;
    const place = this.#placeOf(cursor);
    if (!forward) return place - 1;
    return this.#keys[place] === cursor ? place + 1 : place;
  }

  /** Where the key is, or would be. */
  #placeOf(key: string): number {
    this.#sort();
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #sort(): void {
    if (!this.#sorted) this.#keys.sort(byCodeUnit);
    this.#sorted = true;
  }
}

function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
