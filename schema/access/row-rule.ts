import type { JudgedCaller } from './judged-caller.ts';

/** What of an object a rule looks at, by field; undefined where it could not be found out. */
export type Row = Readonly<Record<string, unknown>>;

/** What a caller alone decides: everything, nothing, or that it hangs on the object. */
export type CallerVerdict = 'every-row' | 'no-row' | 'by-row';

export interface RowRuleSettings {
  readonly name: string;
  /**
   * Follows from the caller alone and is remembered with them. Whoever may read every row costs nothing a row.
   */
  judgeCaller(caller: JudgedCaller): CallerVerdict;
  /** What the rule has to know of an object, as a selection, by the object's type: `sourceRecords { division }`. */
  readonly needs: Readonly<Record<string, string>>;
  /** Asked of each object, of callers whose verdict is `by-row`; anything but `true` is a no. */
  holds(row: Row, caller: JudgedCaller): unknown;
}

/**
 * A rule about objects rather than callers: who may read a customer, a case. The gateway fetches what it needs beside
 * what was asked for; rooms filter their lists and totals by the same rule, where filtering afterwards would tell.
 */
export class RowRule {
  readonly name: string;
  readonly needs: Readonly<Record<string, string>>;
  readonly #settings: RowRuleSettings;

  constructor(settings: RowRuleSettings) {
    this.name = settings.name;
    this.needs = Object.freeze({ ...settings.needs });
    this.#settings = settings;
    Object.freeze(this);
  }

  /** Whoever is nobody reads nothing, and neither does anybody when the rule throws. */
  judgeCaller(caller: JudgedCaller | null): CallerVerdict {
    if (caller === null) return 'no-row';
    try {
      const verdict = this.#settings.judgeCaller(caller);
      return verdict === 'every-row' || verdict === 'by-row' ? verdict : 'no-row';
    } catch {
      return 'no-row';
    }
  }

  /** Whether the caller may read the object; anything but a plain yes is a no. */
  allows(row: Row, caller: JudgedCaller | null): boolean {
    return this.judgeFor(caller)(row);
  }

  /** The same for many objects, the caller judged once. */
  judgeFor(caller: JudgedCaller | null): (row: Row) => boolean {
    const verdict = this.judgeCaller(caller);
    if (caller === null || verdict !== 'by-row') return () => verdict === 'every-row';
    return (row) => {
      try {
        return this.#settings.holds(row, caller) === true;
      } catch {
        return false;
      }
    };
  }
}
