import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { statusOf, valueTierOf } from '../../../../subgraphs/customers/golden/customer-summary.ts';
import { goldenValues } from '../../../../subgraphs/customers/golden/survivorship.ts';
import type { PlacedRecord } from '../../../../subgraphs/customers/model.ts';
import { standardiseRecord } from '../../../../subgraphs/customers/standardise/standardise-record.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const [OLD, NEW] = ['2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z'];

const record = (division: string, observedAt: string, raw: object): PlacedRecord => ({
  division,
  localId: '1',
  record: standardiseRecord({ ...raw, observedAt }, NOW).record,
});

const valueOf = (field: string, ...records: PlacedRecord[]) =>
  goldenValues(records)
    .filter((value) => value.field === field)
    .map(({ value, division, rule }) => ({ value, division, rule }));

describe('of one value', () => {
  test('the only source wins, and unknown never beats known', () => {
    expect(
      valueOf('birthDate', record('a', OLD, { birthDate: '1990-01-02' }), record('b', NEW, {})),
    ).toEqual([{ value: '1990-01-02', division: 'a', rule: 'only-source' }]);
  });

  test('the most recently observed one wins', () => {
    expect(
      valueOf('gender', record('a', OLD, { gender: 'm' }), record('b', NEW, { gender: 'f' })),
    ).toEqual([{ value: 'FEMALE', division: 'b', rule: 'most-recent' }]);
  });

  test('of equally recent ones the most complete wins', () => {
    const [found] = valueOf(
      'name',
      record('a', OLD, { name: { given: 'Al', family: 'Lee' } }),
      record('b', OLD, { name: { given: 'Al', additional: 'B', family: 'Lee' } }),
    );
    expect(found).toMatchObject({
      division: 'b',
      rule: 'most-complete',
      value: { full: 'Al B Lee' },
    });
  });

  test('and at last the first by division', () => {
    expect(
      valueOf('gender', record('b', OLD, { gender: 'm' }), record('a', OLD, { gender: 'f' })),
    ).toEqual([{ value: 'FEMALE', division: 'a', rule: 'source-order' }]);
  });
});

describe('lists', () => {
  test('lose nothing, repeat nothing and learn what anybody has verified', () => {
    const emails = valueOf(
      'emails',
      record('a', OLD, {
        emails: [{ address: 'x@b.example', verified: true }, { address: 'y@b.example' }],
      }),
      record('b', NEW, { emails: [{ address: 'X@b.example' }] }),
    );
    expect(emails.map(({ division, rule }) => [division, rule])).toEqual([
      ['b', 'union'],
      ['a', 'union'],
    ]);
    expect(emails.map(({ value }) => value)).toMatchObject([
      [{ address: 'X@b.example', verified: true }],
      [{ address: 'y@b.example', verified: false }],
    ]);
  });

  test('of consents a refusal holds whenever it was given, and of several the latest', () => {
    const consent = (granted: boolean, at: string) => ({
      consents: [{ purpose: 'ads', granted, at }],
    });
    const held = (...records: PlacedRecord[]) =>
      valueOf('consents', ...records).map(({ value }) => value);
    expect(
      held(record('a', NEW, consent(false, OLD)), record('b', OLD, consent(true, NEW))),
    ).toMatchObject([[{ granted: false, at: OLD.replace('Z', '.000Z') }]]);
    expect(
      held(record('a', NEW, consent(true, OLD)), record('b', OLD, consent(true, NEW))),
    ).toMatchObject([[{ granted: true, at: NEW.replace('Z', '.000Z') }]]);
  });
});

describe('a customer', () => {
  test('is as active as their most active record', () => {
    const of = (...statuses: (string | undefined)[]) =>
      statusOf(statuses.map((status) => record('a', OLD, { status })));
    expect([
      of('CLOSED', 'DORMANT'),
      of('PROSPECT'),
      of('CLOSED'),
      of('CLOSED', undefined),
    ]).toEqual(['DORMANT', 'PROSPECT', 'CLOSED', 'ACTIVE']);
  });

  test('is worth as much attention as divisions serve them', () => {
    const tier = (...divisions: string[]) =>
      valueTierOf(divisions.map((it) => record(it, OLD, {})));
    expect([tier('a'), tier('a', 'a'), tier('a', 'b'), tier('a', 'b', 'c')]).toEqual([
      'STANDARD',
      'STANDARD',
      'PREFERRED',
      'KEY',
    ]);
  });

  test('has the same golden values in whatever order the records come', () => {
    const records = ['a', 'b', 'c'].flatMap((division) =>
      [OLD, NEW].map((observedAt, index) => ({
        ...record(division, observedAt, {
          gender: index === 0 ? 'm' : 'f',
          name: { given: division, family: 'Lee' },
          emails: [{ address: 'x@b.example' }, { address: `${division}@b.example` }],
          consents: [{ purpose: 'ads', granted: division === 'a', at: observedAt }],
        }),
        localId: String(index),
      })),
    );
    const whole = { minLength: records.length, maxLength: records.length };
    fc.assert(
      fc.property(fc.shuffledSubarray(records, whole), (shuffled) => {
        expect(goldenValues(shuffled)).toEqual(goldenValues(records));
      }),
      { numRuns: 50 },
    );
  });
});
