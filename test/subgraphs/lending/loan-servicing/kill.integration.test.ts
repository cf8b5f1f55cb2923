import { describe, expect, test } from '@jest/globals';
import { call, loanRow, money, newDirectory, spawnServicing } from '../servicing.ts';

/** Writes until the system is gone; gives the numbers of what was acknowledged. */
async function writeUntilGone(url: string, round: number): Promise<readonly string[]> {
  const acknowledged: string[] = [];
  const writer = async (lane: number) => {
    for (let n = 0; ; n += 1) {
      const paymentId = `P-${round}-${lane}-${n}`;
      const body = { paymentId, amount: money('0.01'), paidOn: '2026-04-01' };
      const reply = await call(url, 'POST /loans/L1/payments', body).catch(() => null);
      if (reply === null) return;
      if (reply.status === 200) acknowledged.push(paymentId);
    }
  };
  await Promise.all([0, 1, 2, 3].map(writer));
  return acknowledged;
}

describe('the system killed while it writes', () => {
  test('loses nothing that it acknowledged, and books nothing twice', async () => {
    const directory = await newDirectory();
    const acknowledged: string[] = [];
    let system = await spawnServicing(directory);
    const loan = loanRow('L1', 'B1', { principal: money('100000'), outstanding: money('100000') });
    await call(system.url, 'POST /batch', { loans: [loan] });
    for (const round of [1, 2, 3]) {
      const written = writeUntilGone(system.url, round);
      await new Promise((resolve) => setTimeout(resolve, 60 * round));
      await system.kill();
      acknowledged.push(...(await written));
      system = await spawnServicing(directory, Number(new URL(system.url).port));
    }
    const { body } = await call(system.url, 'GET /payments?loan=L1&limit=1000');
    const booked: string[] = body.loans[0].payments.map(({ id }: { id: string }) => id);
    expect(new Set(booked).size).toBe(booked.length);
    expect(acknowledged.filter((id) => !booked.includes(id) && booked.length < 1000)).toEqual([]);
    const owed = (await call(system.url, 'GET /loans/L1')).body.outstanding.amount;
    expect(owed).toBe((100_000 - body.loans[0].total / 100).toFixed(2));
    expect(body.loans[0].total).toBeGreaterThanOrEqual(acknowledged.length);
    await system.kill();
  });
});
