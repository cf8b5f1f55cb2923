import { describe, expect, test } from '@jest/globals';
import { savingsOf } from '../../../../subgraphs/metrics/chargeback/savings.ts';

const ONE = 1_000_000n;

function use(service: string, driver: string, figures: readonly [bigint, bigint, bigint]) {
  const [unitCost, volumeThen, volumeNow] = figures.map((figure) => figure * ONE);
  return {
    service,
    driver,
    unitCost: unitCost ?? 0n,
    volumeThen: volumeThen ?? 0n,
    volumeNow: volumeNow ?? 0n,
  };
}

describe('savings against the baseline', () => {
  // 100 calls at 5 and 50 chats at 2 were 600. 90 calls and 90 chats would be 630, at 10 % dearer prices 693.
  const uses = [
    use('calls', 'CONTACTS', [5n, 100n, 90n]),
    use('chats', 'CONTACTS', [2n, 50n, 90n]),
  ];
  const order = { uses, priceIndex: 1_100_000n, charge: 50_000n, retained: 10_000n, digits: 2 };

  test('are what today would have cost, less charge and retained cost', () => {
    expect(savingsOf(order)).toEqual({
      baseline: 60_000n,
      // 30 more units at the mean of 4.
      volumeVariance: 12_000n,
      // 180 units at a mean of 4 would be 720; these are 630.
      mixVariance: -9_000n,
      priceVariance: 6_300n,
      rateVariance: -9_300n,
      cost: 60_000n,
      saving: 9_300n,
    });
  });

  test('lead from the baseline to the cost now, whatever is rounded', () => {
    const odd = { ...order, priceIndex: 1_033_333n, charge: 12_345n };
    const uneven = [
      ...uses,
      use('cases', 'CASES', [7n, 3n, 11n]),
      use('mail', 'LETTERS', [1n, 0n, 9n]),
    ];
    const { baseline, volumeVariance, mixVariance, priceVariance, rateVariance, ...now } =
      savingsOf({
        ...odd,
        uses: uneven,
      });
    const sum = baseline + volumeVariance + mixVariance + priceVariance + rateVariance;
    expect(sum).toBe(now.cost);
    expect(now.saving).toBe(-rateVariance);
  });

  test('volumes of different drivers do not mix', () => {
    const apart = [
      use('calls', 'CONTACTS', [5n, 100n, 90n]),
      use('cases', 'CASES', [2n, 50n, 90n]),
    ];
    const savings = savingsOf({ ...order, uses: apart });
    expect(savings.volumeVariance).toBe(-5_000n + 8_000n);
    expect(savings.mixVariance).toBe(0n);
  });

  test('what is new has no mix to compare with', () => {
    const fresh = [use('calls', 'CONTACTS', [5n, 0n, 10n])];
    const savings = savingsOf({ ...order, uses: fresh });
    expect([savings.baseline, savings.volumeVariance, savings.mixVariance]).toEqual([
      0n,
      5_000n,
      0n,
    ]);
  });
});
