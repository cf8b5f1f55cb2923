import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { eventually } from '../../support/eventually.ts';
import { rudeMoods } from '../../support/rude-moods.ts';
import { startTinyCompany } from '../../support/tiny-company.ts';
import type { TinyCompany } from '../../support/tiny-company.ts';
import { seededRandom } from '../../support/seeded-random.ts';

// More by hand: FAULT_REQUESTS=10000 npm run test:integration -- execute/faults
const REQUESTS = Number(process.env['FAULT_REQUESTS'] ?? 1_000);
const SIDE_BY_SIDE = 20;
const TIMEOUT_MS = 150;
// Under a load of others a request takes a tenth of a second.
const PATIENCE_MS = 60_000 + REQUESTS * 100;

const everything = '{ customer(id: "1") { name balance } bankName }';
const complete = { customer: { name: 'Person 1', balance: 100 }, bankName: 'Tiny Bank' };
const withoutBanking = { customer: { name: 'Person 1', balance: null }, bankName: null };

describe('a subgraph that is broken on the wire', () => {
  let company: TinyCompany;

  beforeAll(async () => {
    company = await startTinyCompany({
      adjust: (config) => ({
        ...config,
        // Only the broken one is given up that early: the others are slow at times, too, where much else runs.
        subgraphs: { ...config.subgraphs, banking: { timeoutMs: TIMEOUT_MS } },
        limits: { ...config.limits, subgraphResponseBytes: 1_000_000 },
        // It fails all the time here, and is to be asked all the same.
        breaker: { ...config.breaker, enabled: false },
      }),
    });
  });
  beforeEach(() => {
    company.banking.mood = { kind: 'well' };
  });
  afterAll(() => company.stop());

  test.each(Object.entries(rudeMoods))(
    '%s: the others answer, and so does it when it is well again',
    async (_, mood) => {
      company.banking.mood = mood;
      const { status, data, errors } = await company.ask(everything);
      expect(status).toBe(200);
      expect(data).toEqual(withoutBanking);
      // Half of the answers have a hidden reason: the client is told one and the same thing.
      for (const { message, extensions } of errors) {
        expect(extensions['subgraph']).toBe('banking');
        expect(message).not.toMatch(/127\.0\.0\.1|ECONN|HTTP|socket|JSON|html/i);
      }
      company.banking.mood = { kind: 'well' };
      // A healthy answer, too, can take longer than the timeout where much else runs.
      await eventually(async () => {
        const after = await company.ask(everything);
        expect([after.data, after.errors]).toEqual([complete, []]);
      });
    },
  );

  test(
    `${REQUESTS} requests through all of that leave nothing behind`,
    async () => {
      const random = seededRandom(7);
      const moods = [...Object.values(rudeMoods), ...Array<null>(30).fill(null)];
      const answered = { complete: 0, partial: 0 };
      const askOne = async (): Promise<void> => {
        const mood = moods[Math.floor(random() * moods.length)] ?? null;
        if (mood !== null) company.banking.mood = { kind: 'once', mood };
        const { status, data } = await company.ask(everything);
        expect(status).toBe(200);
        expect(data).toMatchObject({ customer: { name: 'Person 1' } });
        const isComplete = JSON.stringify(data) === JSON.stringify(complete);
        answered[isComplete ? 'complete' : 'partial'] += 1;
        company.log.length = 0;
        company.banking.received.length = 0;
        company.customers.received.length = 0;
      };
      const askMany = async (count: number): Promise<Residue> => {
        let left = count;
        const worker = async (): Promise<void> => {
          while ((left -= 1) >= 0) await askOne();
        };
        await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
        company.banking.mood = { kind: 'well' };
        return settle();
      };
      // What a first tenth takes (pools, compiled code, caches) is there to stay.
      const before = await askMany(REQUESTS / 10);
      const after = await askMany(REQUESTS);
      expect(answered.complete).toBeGreaterThan(REQUESTS / 10);
      expect(answered.partial).toBeGreaterThan(REQUESTS / 10);
      expect(after.timers).toBeLessThanOrEqual(before.timers + 5);
      expect(after.sockets).toBeLessThanOrEqual(before.sockets + 2 * SIDE_BY_SIDE);
      expect(after.megabytes - before.megabytes).toBeLessThan(15);
    },
    PATIENCE_MS,
  );
});

interface Residue {
  readonly timers: number;
  readonly sockets: number;
  readonly megabytes: number;
}

/** What is still there when everybody has had time to finish. */
async function settle(): Promise<Residue> {
  await wait(3 * TIMEOUT_MS);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  await wait(50);
  collect();
  const active = process.getActiveResourcesInfo();
  const count = (name: string): number => active.filter((one) => one === name).length;
  return {
    timers: count('Timeout'),
    sockets: count('TCPSocketWrap'),
    megabytes: process.memoryUsage().heapUsed / 1_048_576,
  };
}
