import { expect, test } from '@jest/globals';
import { pino } from 'pino';

import { LedgerQueue } from '../../../gateway/audit/ledger-queue.ts';
import { createReadLedger } from '../../../gateway/audit/read-ledger.ts';
import { newRequestRecord } from '../../../gateway/context.ts';
import { Deadline } from '../../../gateway/deadline.ts';

const log = pino({ level: 'silent' });
const judged = {
  kind: 'refused-inputs',
  operation: { name: null, text: '{ a }' },
  forbidden: [],
} as const;

/** A ledger that fails requests while it takes no entries, and whose first attempt to write fails. */
function openLedger() {
  let attempts = 0;
  const queue = new LedgerQueue({
    write() {
      attempts += 1;
      return attempts === 1 ? Promise.reject(new Error('Not now.')) : Promise.resolve();
    },
    ...{ most: 10, batch: 10, lingerMs: 0, log, observe: () => undefined },
  });
  return createReadLedger({
    ...{ queue, clock: () => new Date(0), waitFor: 'commit', whenFull: 'fail' },
    ...{ classification: new Map(), level: 'CONFIDENTIAL', ruleText: () => '' },
  });
}

const ask = (event: object = {}) => {
  const deadline = new Deadline(performance.now() + 10_000);
  return { requestId: 'r', caller: null, record: newRequestRecord(), log, deadline, ...event };
};

test('a request is refused as soon as its entry could not be written; an event waits for it', async () => {
  const ledger = openLedger();
  const recordings = [
    await ledger.begin(judged, ask()),
    await ledger.begin(judged, ask({ event: 1 })),
  ];
  const ended = recordings.map((one) => (one === null || one === 'shut' ? null : one.end()));
  expect(await ended[0]).toBe(false);
  expect(await ledger.begin(judged, ask())).toBe('shut');
  const next = ledger.begin(judged, ask({ event: 2 }));
  expect(await ended[1]).toBe(true);
  expect(await next).not.toBe('shut');
});
