import type { AssertionClaims } from '../../schema/assertion.ts';

/** What became of an assertion that somebody brought: only the first who brings it is let in. */
export type Use = 'first' | 'repeated' | 'not-remembered';

/**
 * The assertions that a room has accepted, each until it expires: what was overheard is of no use a second time.
 * Bounded: beyond `most` that are still alive, none is accepted, because what cannot be remembered could be
 * replayed.
 */
export class UsedAssertions {
  readonly #most: number;
  /** Ids by the second in which they expire, so that forgetting a second is forgetting one set. */
  readonly #bySecond = new Map<number, Set<string>>();
  #count = 0;
  /** Unix seconds up to which everything is forgotten. */
  #forgotten = -Infinity;

  constructor(most: number) {
    this.#most = most;
  }

  /** Uses a valid assertion at a time in Unix seconds. Id and expiry are signed together, so one set knows it. */
  use({ jti, exp }: Pick<AssertionClaims, 'jti' | 'exp'>, now: number): Use {
    this.#forget(Math.floor(now));
    const second = Math.ceil(exp);
    const ids = this.#bySecond.get(second) ?? new Set<string>();
    if (ids.has(jti)) return 'repeated';
    if (this.#count >= this.#most) return 'not-remembered';
    this.#bySecond.set(second, ids.add(jti));
    this.#count += 1;
    return 'first';
  }

  #forget(second: number): void {
    if (second <= this.#forgotten) return;
    for (const [expiry, ids] of this.#bySecond) {
      if (expiry > second) continue;
      this.#bySecond.delete(expiry);
      this.#count -= ids.size;
    }
    this.#forgotten = second;
  }
}
