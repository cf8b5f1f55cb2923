import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  customerChanges,
  type Member,
} from '../../../../subgraphs/metrics/facts/customer-changes.ts';
import type { CustomerChange, ProductFact } from '../../../../subgraphs/metrics/tables.ts';

const DAY = 86_400_000;
const DIVISIONS = ['banking', 'insurance', 'lending'] as const;

function product(division: string, opened: number | null, closed: number | null): ProductFact {
  const at = (day: number | null) => (day === null ? null : new Date(day * DAY));
  return {
    division,
    product_id: 'any',
    local_id: 'any',
    kind: 'LOAN',
    stamp: '',
    opened_at: at(opened),
    last_opened_at: at(opened),
    closed_at: at(closed),
  };
}

/** What the changes up to an instant add up to. */
function sumUpTo(changes: readonly CustomerChange[], division: string | null, day: number) {
  const until = changes.filter(
    (change) =>
      change.division === division &&
      (change.at === '-infinity' || change.at.getTime() <= day * DAY),
  );
  const total = (count: 'customers' | 'holders' | 'products' | 'squares' | 'several') =>
    until.reduce((sum, change) => sum + change[count], 0);
  return {
    customers: total('customers'),
    holders: total('holders'),
    products: total('products'),
    squares: total('squares'),
    several: total('several'),
  };
}

const spans = fc.record({
  division: fc.constantFrom(...DIVISIONS),
  opened: fc.integer({ min: 1, max: 20 }),
  lasts: fc.option(fc.integer({ min: 0, max: 10 })),
});

describe('customerChanges', () => {
  test('add up to what is held on every day, in every division and in all', () => {
    fc.assert(
      fc.property(
        fc.array(spans, { maxLength: 8 }),
        fc.integer({ min: 0, max: 31 }),
        (held, day) => {
          const members = membersOf(held);
          const changes = customerChanges('c', members);
          for (const division of [null, ...members.map((member) => member.division)]) {
            expect(sumUpTo(changes, division, day)).toEqual(countOn(held, division, day));
          }
        },
      ),
    );
  });

  test('who holds nothing known was always a customer', () => {
    expect(customerChanges('c', [{ division: 'banking', products: [] }])).toEqual(
      [null, 'banking'].map((division) => ({
        identity: 'c',
        division,
        at: '-infinity',
        customers: 1,
        holders: 0,
        products: 0,
        squares: 0,
        several: 0,
      })),
    );
  });

  test('a product of which only the end is known holds nothing and begins nothing', () => {
    const changes = customerChanges('c', [
      { division: 'banking', products: [product('banking', null, 5)] },
    ]);
    expect(changes.map(({ at, products }) => [at, products])).toEqual([
      ['-infinity', 0],
      ['-infinity', 0],
    ]);
  });

  test('a product that ended before it began, by its dates, is held at no time', () => {
    const changes = customerChanges('c', [
      { division: 'banking', products: [product('banking', 9, 5)] },
    ]);
    expect(sumUpTo(changes, null, 8)).toMatchObject({ customers: 0, products: 0 });
    expect(sumUpTo(changes, null, 20)).toMatchObject({ customers: 1, products: 0 });
  });

  test('a product that was opened again after its end is held from its first beginning', () => {
    const again = { ...product('banking', 1, 5), last_opened_at: new Date(9 * DAY) };
    const changes = customerChanges('c', [{ division: 'banking', products: [again] }]);
    expect(sumUpTo(changes, null, 20)).toMatchObject({ customers: 1, products: 1 });
  });

  test('a customer of a division later than elsewhere counts there from then on', () => {
    const changes = customerChanges('c', [
      { division: 'banking', products: [product('banking', 1, null)] },
      { division: 'lending', products: [product('lending', 2, null)] },
      { division: 'insurance', products: [product('insurance', 9, null)] },
    ]);
    expect(sumUpTo(changes, 'insurance', 8)).toMatchObject({ customers: 0, several: 0 });
    expect(sumUpTo(changes, 'insurance', 9)).toMatchObject({ customers: 1, several: 1 });
    expect(sumUpTo(changes, 'banking', 2)).toMatchObject({ customers: 1, several: 1, products: 1 });
  });
});

type Span = { readonly division: string; readonly opened: number; readonly lasts: number | null };

function membersOf(held: readonly Span[]): readonly Member[] {
  return [...new Set(held.map((span) => span.division))].map((division) => ({
    division,
    products: held
      .filter((span) => span.division === division)
      .map(({ opened, lasts }) =>
        product(division, opened, lasts === null ? null : opened + lasts),
      ),
  }));
}

function countOn(held: readonly Span[], division: string | null, day: number) {
  const here = held.filter((span) => division === null || span.division === division);
  const open = (spans: readonly Span[]) =>
    spans.filter(({ opened, lasts }) => opened <= day && (lasts === null || day < opened + lasts));
  const products = open(here).length;
  const active = here.some(({ opened }) => opened <= day);
  const divisions = new Set(open(held).map((span) => span.division)).size;
  return {
    customers: active ? 1 : 0,
    holders: products > 0 ? 1 : 0,
    products,
    squares: products ** 2,
    several: active && divisions > 1 ? 1 : 0,
  };
}
