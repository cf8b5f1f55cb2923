import { RATE_DIGITS, sum, VOLUME_DIGITS } from './charge-divisions.ts';
import { divideRounded } from './fixed-point.ts';
import { grouped } from './grouped.ts';

/** A service as a division ran it before, and as it uses it now. */
export interface ServiceUse {
  readonly service: string;
  /** Volumes of the same driver add up; of different ones they do not. */
  readonly driver: string;
  /** Millionths, as are volumes. */
  readonly unitCost: bigint;
  readonly volumeThen: bigint;
  readonly volumeNow: bigint;
}

export interface Savings {
  /** Then: unit costs times volumes, a month. */
  readonly baseline: bigint;
  /** More or fewer units, in the mix of then, at the unit costs of then. */
  readonly volumeVariance: bigint;
  /** The same number of units, of services that cost more or less. */
  readonly mixVariance: bigint;
  /** Prices have gone up since. */
  readonly priceVariance: bigint;
  /** The center does it for more or less: what it costs now, less what today's volumes would have cost. */
  readonly rateVariance: bigint;
  /** Now: what is charged and what the division still pays itself. */
  readonly cost: bigint;
  /** What today's volumes would have cost at the unit costs of then and the prices of today, less the cost now. */
  readonly saving: bigint;
}

export interface SavingsOrder {
  readonly uses: readonly ServiceUse[];
  /** Millionths: 1030000 when prices have gone up by 3 %. */
  readonly priceIndex: bigint;
  readonly charge: bigint;
  readonly retained: bigint;
  readonly digits: number;
}

/**
 * A division's saving, and the way from its baseline to its cost now: the baseline and the four variances sum to
 * that cost exactly.
 */
export function savingsOf({ uses, priceIndex, charge, retained, digits }: SavingsOrder): Savings {
  const scale = 10n ** BigInt(RATE_DIGITS + VOLUME_DIGITS - digits);
  const then = sum(uses.map(({ unitCost, volumeThen }) => unitCost * volumeThen));
  const now = sum(uses.map(({ unitCost, volumeNow }) => unitCost * volumeNow));
  const baseline = divideRounded(then, scale);
  const atVolume = divideRounded(then + volumeEffect(uses), scale);
  const atMix = divideRounded(now, scale);
  const atPrices = divideRounded(now * priceIndex, scale * INDEX_ONE);
  const cost = charge + retained;
  return Object.freeze({
    baseline,
    volumeVariance: atVolume - baseline,
    mixVariance: atMix - atVolume,
    priceVariance: atPrices - atMix,
    rateVariance: cost - atPrices,
    cost,
    saving: atPrices - cost,
  });
}

export const INDEX_DIGITS = 6;
const INDEX_ONE = 10n ** BigInt(INDEX_DIGITS);

/** What the change in the number of units costs at the mean unit cost of then, driver by driver. */
function volumeEffect(uses: readonly ServiceUse[]): bigint {
  const drivers = [...grouped(uses, ({ driver }) => driver).values()];
  return sum(
    drivers.map((ofDriver) => {
      const before = sum(ofDriver.map(({ volumeThen }) => volumeThen));
      const after = sum(ofDriver.map(({ volumeNow }) => volumeNow));
      const cost = sum(ofDriver.map(({ unitCost, volumeThen }) => unitCost * volumeThen));
      // Without units then there is no mean: all of today's units are new.
      if (before === 0n) {
        return sum(ofDriver.map(({ unitCost, volumeNow }) => unitCost * volumeNow));
      }
      return divideRounded((after - before) * cost, before);
    }),
  );
}
