import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';

import { LedgerQueue } from '../../../gateway/audit/ledger-queue.ts';
import type { LedgerQueueSettings } from '../../../gateway/audit/ledger-queue.ts';
import type { QueuedEntry } from '../../../gateway/audit/queued-entry.ts';
import type { LedgerBatch } from '../../../schema/ledger-batch.ts';

const reader = {
  ...{ subject: 'a', roles: [], scopes: [], division: null, client: null, purpose: null },
  emergency: null,
};
const operation = { name: null, text: '{ a }' };
const reading = { level: 'RESTRICTED' as const, isPersonal: true, fields: ['A.b'], denied: [] };

const entry = (requestId: string, text?: string): QueuedEntry => ({
  ...{ at: 0, requestId, reader, reading, customers: [] },
  operation: text === undefined ? operation : { name: null, text },
});

/** A queue whose batches fail as often as it is told. */
function queueThatFails(times: number, settings: Partial<LedgerQueueSettings> = {}) {
  const given: LedgerBatch[] = [];
  const queue = new LedgerQueue({
    write(batch) {
      given.push(batch);
      return given.length <= times ? Promise.reject(new Error('Not now.')) : Promise.resolve();
    },
    ...{
      most: 10,
      batch: 3,
      lingerMs: 1,
      log: pino({ level: 'silent' }),
      observe: () => undefined,
    },
    ...settings,
  });
  return { queue, given };
}

const idsOf = ({ entries }: LedgerBatch) => entries.map(({ requestId }) => requestId);

describe('LedgerQueue', () => {
  test('writes in order, in batches, what they have in common said once', async () => {
    const { queue, given } = queueThatFails(0);
    const written = ['1', '2', '3', '4'].map((id) => queue.append(entry(id), 'written'));
    expect(queue.waiting).toBe(4);
    expect(await Promise.all(written)).toEqual([true, true, true, true]);
    expect(given.map(idsOf)).toEqual([['1', '2', '3'], ['4']]);
    expect(given[0]).toMatchObject({
      readers: [reader],
      operations: [operation],
      readings: [reading],
    });
    expect(queue.waiting).toBe(0);
  });

  test('sends a batch that failed again, the same, before all others', async () => {
    const { queue, given } = queueThatFails(2);
    const hasty = queue.append(entry('1'), 'attempted');
    const patient = queue.append(entry('2'), 'written');
    expect(await hasty).toBe(false);
    expect(queue.isFailing).toBe(true);
    const later = queue.append(entry('3'), 'written');
    expect(await patient).toBe(true);
    expect(await later).toBe(true);
    expect(given.map(idsOf)).toEqual([['1', '2'], ['1', '2'], ['1', '2'], ['3']]);
    expect(new Set(given.map(({ id }) => id)).size).toBe(2);
    expect(queue.isFailing).toBe(false);
  });

  test('is full at its bound, and says when there is room', async () => {
    const { queue } = queueThatFails(1, { most: 2 });
    void queue.append(entry('1'), 'written');
    expect(queue.isFull).toBe(false);
    void queue.append(entry('2'), 'written');
    expect(queue.isFull).toBe(true);
    await queue.afterNextWrite();
    expect(queue.isFull).toBe(false);
  });

  test('splits what is too long for one request', async () => {
    const { queue, given } = queueThatFails(0);
    const long = 'x'.repeat(3 * 1024 * 1024);
    await Promise.all(['1', '2'].map((id) => queue.append(entry(id, `${long}${id}`), 'written')));
    expect(given.map(idsOf)).toEqual([['1'], ['2']]);
  });

  test('writes what is left when it is closed, and says how much could not be', async () => {
    const good = queueThatFails(0);
    void good.queue.append(entry('1'), 'written');
    expect(await good.queue.close(1_000)).toBe(0);
    expect(good.given).toHaveLength(1);
    const bad = queueThatFails(Infinity);
    void bad.queue.append(entry('1'), 'written');
    expect(await bad.queue.close(20)).toBe(1);
  });
});
