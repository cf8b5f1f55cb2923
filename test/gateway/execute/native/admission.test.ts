import { afterEach, describe, expect, test } from '@jest/globals';

import { Admission } from '../../../../gateway/execute/native/admission.ts';

/** Holds the event loop for a while, as much work does. */
function workFor(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** Works without a pause long enough for it to be noticed. */
async function beBusy(): Promise<void> {
  const end = performance.now() + 120;
  while (performance.now() < end) {
    workFor(10);
    await new Promise(setImmediate);
  }
}

describe('Admission', () => {
  let admission = new Admission();
  afterEach(() => {
    admission.stop();
    admission = new Admission();
  });

  test('lets everybody in while there is time to spare', () => {
    const entered = Array.from({ length: 1_000 }, () => admission.enter());
    expect(entered.every((wait) => wait === null)).toBe(true);
  });

  test('lets in one for each that leaves while there is none, in the order in which they came', async () => {
    await beBusy();
    const order: number[] = [];
    const arrive = (number: number): boolean => {
      const wait = admission.enter();
      void wait?.then(() => order.push(number));
      return wait === null;
    };
    let arrived = 0;
    while (arrive(arrived)) arrived += 1;
    arrive(arrived + 1);
    arrive(arrived + 2);
    admission.leave();
    admission.leave();
    await Promise.resolve();
    expect(arrived).toBeLessThan(100);
    expect(order).toEqual([arrived, arrived + 1]);
  });

  test('lets all in when it stops', async () => {
    await beBusy();
    const waits = Array.from({ length: 100 }, () => admission.enter());
    admission.stop();
    for (const wait of waits) await wait;
  });
});
