import { apportion } from './apportion.ts';
import { divideRounded } from './fixed-point.ts';
import { grouped } from './grouped.ts';

/**
 * What a month costs each division. Amounts are in minor units of one currency (cents), rates in millionths of
 * its major unit (dollars), volumes in millionths: all whole numbers, so nothing is lost.
 */

export const RATE_DIGITS = 6;
export const VOLUME_DIGITS = 6;

/** `BREAK_EVEN`: the charges are the pool. `STANDARD`: rate times volume, and the center keeps the difference. */
export type ChargebackMode = 'BREAK_EVEN' | 'STANDARD';

export interface RatedVolume {
  readonly service: string;
  readonly division: string;
  readonly volume: bigint;
  readonly rate: bigint;
}

export interface ChargeLine extends RatedVolume {
  /** Rate times volume. */
  readonly standard: bigint;
  /** What the division pays. */
  readonly charge: bigint;
}

export interface DivisionCharge {
  readonly division: string;
  readonly lines: readonly ChargeLine[];
  readonly standard: bigint;
  readonly charge: bigint;
}

export interface Pool {
  readonly mode: ChargebackMode;
  /** In minor units. */
  readonly amount: bigint;
  /** Digits of the currency's minor unit. */
  readonly digits: number;
}

/**
 * Charges by division, sorted, lines in the order given. In break-even mode divisions first get their share of the
 * pool, then their lines their share of that, so that a division is at most one minor unit off its exact share
 * however many lines it has. Without anything to charge by, nothing is charged.
 */
export function chargeDivisions(
  pool: Pool,
  volumes: readonly RatedVolume[],
): readonly DivisionCharge[] {
  const divisions = [...grouped(volumes, ({ division }) => division)].sort(byName);
  const weights = divisions.map(([, lines]) => sum(lines.map(weightOf)));
  const shares = apportion(pool.amount, weights);
  return divisions.map(([division, lines], place) => {
    const standards = lines.map((line) => standardOf(line, pool.digits));
    const charges =
      pool.mode === 'STANDARD' ? standards : apportion(shares[place] ?? 0n, lines.map(weightOf));
    return Object.freeze({
      division,
      lines: lines.map((line, at) => ({
        ...line,
        standard: standards[at] ?? 0n,
        charge: charges[at] ?? 0n,
      })),
      standard: sum(standards),
      charge: sum(charges),
    });
  });
}

/** Why the costs are not what rates and volumes would have earned. Positive: the rates earned too little. */
export interface Absorption {
  /** The pool less charges at standard rates: the sum of the two below. */
  readonly variance: bigint;
  /** The pool less its budget: more was spent. */
  readonly spending: bigint;
  /** The budget less charges at standard rates: less was used, or rates were set too low. */
  readonly volume: bigint;
}

export function absorptionOf(
  { budget, pool }: { readonly budget: bigint; readonly pool: bigint },
  charges: readonly DivisionCharge[],
): Absorption {
  const standard = sum(charges.map((one) => one.standard));
  return Object.freeze({
    variance: pool - standard,
    spending: pool - budget,
    volume: budget - standard,
  });
}

export function sum(parts: readonly bigint[]): bigint {
  return parts.reduce((total, part) => total + part, 0n);
}

function weightOf({ volume, rate }: RatedVolume): bigint {
  return volume * rate;
}

function standardOf(line: RatedVolume, digits: number): bigint {
  return divideRounded(weightOf(line), 10n ** BigInt(RATE_DIGITS + VOLUME_DIGITS - digits));
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
