import { describe, expect, test } from '@jest/globals';
import {
  assignCustomers,
  type Before,
  type Link,
} from '../../../../subgraphs/customers/linking/assign-customers.ts';
import type { Cluster } from '../../../../subgraphs/customers/linking/linker.ts';
import { sourceText } from '../../../../subgraphs/customers/model.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const day = (number: number) => new Date(Date.UTC(2026, 0, number));

const cluster = (...localIds: readonly string[]): Cluster => ({
  members: localIds.map((localId) => ({
    division: 'banking',
    localId,
    evidence: localIds.length === 1 ? null : { probability: 0.98, rule: 'same-verified-email' },
  })),
});

/** Links of before: local id -> customer; the first of a customer is its founder. */
function before(customers: Readonly<Record<string, string>>, touched: readonly string[]): Before {
  const founded = new Set<string>();
  const links = Object.entries(customers).map(([localId, customerId], index): Link => {
    const founder = !founded.has(customerId);
    founded.add(customerId);
    return {
      division: 'banking',
      localId,
      customerId,
      probability: founder ? 1 : 0.98,
      rule: founder ? 'founder' : 'same-verified-email',
      linkedAt: day(index + 1),
    };
  });
  let made = 0;
  return {
    links: new Map(links.map((link) => [sourceText(link), link])),
    created: new Map([...founded].map((id, index) => [id, day(index + 1)])),
    founders: new Map(),
    mergedAway: new Map(),
    formerLinks: new Map(),
    touched: new Set(touched.map((localId) => sourceText({ division: 'banking', localId }))),
    now: NOW,
    newId: () => `new-${++made}`,
  };
}

const idsOf = ({ customers }: ReturnType<typeof assignCustomers>) =>
  customers.map(({ id, links }) => `${id}: ${links.map(({ localId }) => localId).join(' ')}`);

describe('customer ids', () => {
  test('are new for records that nobody knew', () => {
    const result = assignCustomers([cluster('a'), cluster('b', 'c')], before({}, ['a', 'b', 'c']));
    expect(idsOf(result)).toEqual(['new-1: a', 'new-2: b c']);
    expect(result.customers[1]?.links.map(({ rule, probability }) => [rule, probability])).toEqual([
      ['founder', 1],
      ['same-verified-email', 0.98],
    ]);
  });

  test('stay when nothing changed, and so do the links themselves', () => {
    const known = before({ a: 'one', b: 'one' }, ['b']);
    const [customer] = assignCustomers([cluster('a', 'b')], known).customers;
    expect(customer?.links).toEqual([...known.links.values()]);
    expect(customer?.links[0]).toBe(
      known.links.get(sourceText({ division: 'banking', localId: 'a' })),
    );
  });

  test('of merged customers redirect to the oldest one', () => {
    const result = assignCustomers(
      [cluster('a', 'b', 'c', 'd')],
      before({ c: 'old', a: 'young', b: 'youngest' }, ['d']),
    );
    expect(idsOf(result)).toEqual(['old: c a b d']);
    expect(result.merged).toEqual([
      { mergedId: 'young', customerId: 'old' },
      { mergedId: 'youngest', customerId: 'old' },
    ]);
  });

  test('of a split stay with the records that did not move', () => {
    const result = assignCustomers(
      [cluster('a'), cluster('b')],
      before({ a: 'one', b: 'one' }, ['a']),
    );
    expect(idsOf(result)).toEqual(['new-1: a', 'one: b']);
    expect(result.merged).toEqual([]);
    expect(result.customers[1]?.links[0]?.rule).toBe('founder');
  });

  test('of a split stay with the larger part, then with the part that has been there longest', () => {
    expect(
      idsOf(
        assignCustomers(
          [cluster('a'), cluster('b', 'c')],
          before({ a: 'one', b: 'one', c: 'one' }, []),
        ),
      ),
    ).toEqual(['new-1: a', 'one: b c']);
    expect(
      idsOf(
        assignCustomers([cluster('b'), cluster('a')], before({ a: 'one', b: 'one' }, ['a', 'b'])),
      ),
    ).toEqual(['new-1: b', 'one: a']);
  });

  test('of a record that moves from one customer to another both stay', () => {
    const result = assignCustomers(
      [cluster('a'), cluster('b', 'c')],
      before({ a: 'one', b: 'one', c: 'two' }, ['b']),
    );
    expect(idsOf(result)).toEqual(['one: a', 'two: c b']);
    expect(result.merged).toEqual([]);
  });
});
