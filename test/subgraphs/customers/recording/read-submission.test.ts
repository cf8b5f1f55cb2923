import { describe, expect, test } from '@jest/globals';
import { chooseLatest } from '../../../../subgraphs/customers/recording/choose-latest.ts';
import {
  isLater,
  readSubmission,
} from '../../../../subgraphs/customers/recording/read-submission.ts';

const read = (record: unknown) => readSubmission({ division: 'banking', record });

describe('a submission', () => {
  test.each([
    ['no object', 'record', null],
    ['no local id', 'localId', { version: '1' }],
    ['an empty local id', 'localId', { localId: '', version: '1' }],
    ['a local id with a space at the end', 'localId', { localId: 'a ', version: '1' }],
    ['a local id with a zero character', 'localId', { localId: 'a\0b', version: '1' }],
    ['a local id with half a character', 'localId', { localId: 'a\ud800', version: '1' }],
    ['a local id that is too long', 'localId', { localId: 'x'.repeat(129), version: '1' }],
    ['no version', 'version', { localId: 'a' }],
    ['a version that is no number', 'version', { localId: 'a', version: 'two' }],
    ['a version below zero', 'version', { localId: 'a', version: '-1' }],
    ['a version that is not finite', 'version', { localId: 'a', version: Infinity }],
    ['a version that has lost digits', 'version', { localId: 'a', version: 1e300 }],
  ])('with %s cannot be kept', (_, field, record) => {
    const result = read(record);
    expect(result.kind).toBe('unusable');
    expect(result.kind === 'unusable' && result.faults.map((fault) => fault.field)).toContain(
      field,
    );
  });

  test('is kept as it came, but for what no database can hold', () => {
    expect(read({ localId: 'a', version: 3, note: 'x\0y\ud800z', odd: 'C:\\u0000' })).toMatchObject(
      {
        kind: 'usable',
        version: '3',
        raw: { note: 'x\uFFFDy\uFFFDz', odd: 'C:\\u0000' },
      },
    );
  });
});

describe('versions', () => {
  test.each([
    ['10', '9', true],
    ['9', '10', false],
    ['1', '1.0', false],
    ['1.10', '1.9', false],
    ['123456789012345678901', '123456789012345678900', true],
    ['007', '7', false],
  ])('%s is later than %s: %s', (version, than, expected) => {
    expect(isLater(version, than)).toBe(expected);
  });

  test('of one record in a batch the latest is taken, the first of equal ones', () => {
    const submissions = [
      { localId: 'a', version: '1', n: 0 },
      { localId: 'a', version: '3', n: 1 },
      { localId: 'a', version: '3.0', n: 2 },
      { localId: 'b', version: '5', n: 3 },
      { localId: 'c', version: '5', n: 4 },
      { version: '5', n: 5 },
    ].map(read);
    const taken = [...chooseLatest(submissions).values()].map(({ raw }) => raw['n']);
    expect(taken).toEqual([1, 3, 4]);
  });
});
