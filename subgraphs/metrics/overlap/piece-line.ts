import type { Stretch } from '../rollups/split-period.ts';

/**
 * Time, cut into pieces wherever a period begins or ends of which the answer is known. Whatever is added to or taken
 * from such answers comes to whole pieces: if none of those that the periods cover holds one to four, nothing that can
 * be worked out tells of one to four.
 */
export class PieceLine {
  readonly #edges: number[] = [];
  /** Whether a period covers the piece from this edge to the next; the last edge begins none. */
  readonly #covered: boolean[] = [];

  add({ start, end }: Stretch): void {
    const first = this.#cut(start.getTime());
    const last = this.#cut(end.getTime());
    this.#covered.fill(true, first, last);
  }

  /** The pieces that one more period would make: those within it, and what it would cut off of others. */
  piecesWith({ start, end }: Stretch): readonly Stretch[] {
    const [from, to] = [start.getTime(), end.getTime()];
    const inside = this.#edges.slice(this.#placeAfter(from), this.#placeOf(to));
    const edges = [this.#cutOffFrom(from), from, ...inside, to, this.#cutOffTo(to)];
    const pieces: Stretch[] = [];
    for (const [place, edge] of edges.entries()) {
      const next = edges[place + 1] ?? edge;
      if (edge < next) pieces.push({ start: new Date(edge), end: new Date(next) });
    }
    return pieces;
  }

  /** Where the covered piece begins that an instant lies within; the instant itself where it lies in none. */
  #cutOffFrom(instant: number): number {
    const place = this.#placeOf(instant) - 1;
    return this.#isWithin(instant) ? (this.#edges[place] ?? instant) : instant;
  }

  #cutOffTo(instant: number): number {
    return this.#isWithin(instant) ? (this.#edges[this.#placeOf(instant)] ?? instant) : instant;
  }

  #isWithin(instant: number): boolean {
    const place = this.#placeOf(instant);
    return this.#edges[place] !== instant && this.#covered[place - 1] === true;
  }

  /** Makes an instant an edge, and says which. */
  #cut(instant: number): number {
    const place = this.#placeOf(instant);
    if (this.#edges[place] === instant) return place;
    this.#covered.splice(place, 0, this.#isWithin(instant));
    this.#edges.splice(place, 0, instant);
    return place;
  }

  /** The first edge that is not before an instant. */
  #placeOf(instant: number): number {
    let [low, high] = [0, this.#edges.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#edges[middle] ?? instant) < instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #placeAfter(instant: number): number {
    const place = this.#placeOf(instant);
    return this.#edges[place] === instant ? place + 1 : place;
  }
}
