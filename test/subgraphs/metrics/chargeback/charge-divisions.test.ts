import { describe, expect, test } from '@jest/globals';
import { Random } from '../../../../sample/random.ts';
import {
  absorptionOf,
  chargeDivisions,
  type DivisionCharge,
  type RatedVolume,
} from '../../../../subgraphs/metrics/chargeback/charge-divisions.ts';

const ONE = 1_000_000n;

/** Calls at 2.00 and cases at 10.00, in whole units. */
function used(division: string, calls: number, cases: number): readonly RatedVolume[] {
  return [
    { service: 'calls', division, volume: BigInt(calls) * ONE, rate: 2n * ONE },
    { service: 'cases', division, volume: BigInt(cases) * ONE, rate: 10n * ONE },
  ];
}

function total(charges: readonly DivisionCharge[], of: 'charge' | 'standard' = 'charge'): bigint {
  return charges.reduce((sum, one) => sum + one[of], 0n);
}

describe('charging divisions', () => {
  // 30 calls and 4 cases are 100.00; 50 calls and 10 cases are 200.00.
  const volumes = [...used('lending', 50, 10), ...used('banking', 30, 4)];

  test('standard charges are rates times volumes, and what they miss is the variance', () => {
    const pool = { mode: 'STANDARD', amount: 33_000n, digits: 2 } as const;
    const charges = chargeDivisions(pool, volumes);
    expect(charges.map(({ division, charge }) => [division, charge])).toEqual([
      ['banking', 10_000n],
      ['lending', 20_000n],
    ]);
    expect(charges[0]?.lines.map(({ charge }) => charge)).toEqual([6_000n, 4_000n]);
    // Planned 320.00, spent 330.00, earned 300.00.
    const absorption = absorptionOf({ budget: 32_000n, pool: 33_000n }, charges);
    expect(absorption).toEqual({ variance: 3_000n, spending: 1_000n, volume: 2_000n });
  });

  test('break-even charges are the pool, shared out by what standard charges are', () => {
    const charges = chargeDivisions({ mode: 'BREAK_EVEN', amount: 33_001n, digits: 2 }, volumes);
    // Exact shares 11000.33 and 22000.67.
    expect(charges.map(({ charge }) => charge)).toEqual([11_000n, 22_001n]);
    expect(total(charges, 'standard')).toBe(30_000n);
  });

  test('a currency without minor units is charged in whole ones', () => {
    const charges = chargeDivisions({ mode: 'BREAK_EVEN', amount: 100n, digits: 0 }, volumes);
    expect(charges.map(({ charge, standard }) => [charge, standard])).toEqual([
      [33n, 100n],
      [67n, 200n],
    ]);
  });

  test('nothing used is nothing charged, and the pool stays with the center', () => {
    const pool = { mode: 'BREAK_EVEN', amount: 500n, digits: 2 } as const;
    expect(chargeDivisions(pool, [])).toEqual([]);
    const charges = chargeDivisions(pool, used('banking', 0, 0));
    expect(total(charges)).toBe(0n);
    expect(absorptionOf({ budget: 500n, pool: 500n }, charges).variance).toBe(500n);
  });

  test('1,000 random pools and volumes are charged to the last cent, each line its share', () => {
    const random = new Random('pools');
    for (let run = 0; run < 1_000; run++) {
      const digits = random.pick([0, 2, 3]);
      // Up to 10^12 minor units, and volumes and rates with all six digits.
      const amount = BigInt(random.between(0, 10 ** random.between(0, 12)));
      const services = random.between(1, 8);
      const rates = Array.from({ length: services }, () => BigInt(random.between(1, 50_000_000)));
      const lines = Array.from({ length: random.between(1, 12) }, (_, division) =>
        rates.map((rate, service) => ({
          division: `division ${division}`,
          service: `service ${service}`,
          volume: random.chance(0.2) ? 0n : BigInt(random.between(1, 10 ** 10)),
          rate,
        })),
      ).flat();
      const weight = lines.reduce((sum, line) => sum + line.volume * line.rate, 0n);
      if (weight === 0n) continue;
      const charges = chargeDivisions({ mode: 'BREAK_EVEN', amount, digits }, lines);
      expect(total(charges)).toBe(amount);
      for (const { lines: own, charge } of charges) {
        const shares = own.map((line) => line.charge);
        expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(charge);
        expect(shares.every((share) => share >= 0n)).toBe(true);
        const exact = own.reduce((sum, line) => sum + line.volume * line.rate, 0n) * amount;
        // Less than one minor unit away from the exact share, as whole numbers: |charge - exact / weight| < 1.
        const away = charge * weight - exact;
        expect(away < weight && away > -weight).toBe(true);
      }
    }
  });
});
