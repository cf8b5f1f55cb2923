import { expect, test } from '@jest/globals';
import { NOTHING_DONE } from '../../../cli/import/checkpoint.ts';
import { addBatch } from '../../../cli/import/import-totals.ts';

const batch = {
  read: 10,
  skipped: 1,
  accepted: 5,
  unchanged: 2,
  rejections: ['bad date', 'bad date'],
  warnings: ['late'],
  rejectBytes: 70,
};

test('totals grow by each batch, and reasons are counted', () => {
  const once = addBatch(NOTHING_DONE, batch);
  expect(addBatch(once, { ...batch, rejections: ['bad name'], rejectBytes: 99 })).toEqual({
    read: 20,
    skipped: 2,
    accepted: 10,
    cases: 0,
    unchanged: 4,
    rejected: 3,
    reasons: { 'bad date': 2, 'bad name': 1 },
    warnings: { late: 2 },
    rejectBytes: 99,
  });
  expect(NOTHING_DONE.read).toBe(0);
});

test('reasons from the 21st on are counted as one, and none is lost', () => {
  const rejections = Array.from({ length: 50 }, (_, index) => `bad value ${index}`);
  const { reasons, rejected } = addBatch(NOTHING_DONE, {
    ...batch,
    rejections: [...rejections, 'bad value 0'],
  });
  expect(Object.keys(reasons)).toHaveLength(21);
  expect(reasons).toMatchObject({ 'bad value 0': 2, 'bad value 19': 1, other: 30 });
  expect(rejected).toBe(51);
});

test('reasons may be called like what every object has', () => {
  const { reasons } = addBatch(NOTHING_DONE, {
    ...batch,
    rejections: ['constructor', 'toString', 'constructor'],
  });
  expect(reasons).toEqual({ constructor: 2, toString: 1 });
});
