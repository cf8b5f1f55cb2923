import { expect, test } from '@jest/globals';
import { summaryOf } from '../../../cli/recount/summary-of.ts';

test('a summary names each room, what was passed over, and the pace', () => {
  const rooms = [
    { room: 'customers', counted: 10, passed: new Map() },
    { room: 'service', counted: 990, passed: new Map([['parcel.lost', 2]]) },
  ];
  expect(summaryOf({ rooms, fresh: 3 }, 0.5).split('\n')).toEqual([
    'customers: 10 events counted',
    'service: 990 events counted; passed over: parcel.lost 2',
    '1000 events in 0.5 s, 2000 a second; 3 had not been counted before.',
  ]);
});

test('a summary of nothing is no division by zero', () => {
  expect(summaryOf({ rooms: [], fresh: 0 }, 0)).toMatch(/^0 events in 0\.0 s, 0 a second/);
});
