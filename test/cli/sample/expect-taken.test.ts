import { expect, test } from '@jest/globals';
import { expectTaken } from '../../../cli/sample/expect-taken.ts';

const taken = { accepted: 2, unchanged: 1, rejected: 0, rejections: [] };

test('a sample that was taken whole is fine, and so is a setting, which has no rows', () => {
  expectTaken({ importCases: taken });
  expectTaken({ setServiceRates: { version: 1 } });
  expectTaken({ setServiceRates: null });
});

test('a rejected row is an error that says which mutation, how many and why', () => {
  const rejections = [{ reason: 'no such product' }, { reason: 'no such agent' }];
  const answer = { importCases: { ...taken, rejected: 2, rejections } };
  expect(() => expectTaken(answer)).toThrow(
    'Expected importCases to take the whole sample company, but 2 rows were rejected, the first: no such product',
  );
});

test('rejections without a reason are an error, too', () => {
  const answer = { importCases: { ...taken, rejected: 1 } };
  expect(() => expectTaken(answer)).toThrow('the first: no reason given');
});
