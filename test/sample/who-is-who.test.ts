import { describe, expect, test } from '@jest/globals';
import { measureQuality } from '../../subgraphs/customers/matching/measure/truth-metrics.ts';
import { standardiseRecord } from '../../subgraphs/customers/standardise/standardise-record.ts';
import { tell } from '../../subgraphs/lending/feed-events.ts';
import { linkEverybody } from './link-everybody.ts';
import { asOf, company, customerRecords, personOf } from './sample-company.ts';

const { truth } = company;

describe('who is who', () => {
  const raw = customerRecords().map(({ division, localId, row }) => {
    const [event] = tell(
      [{ sequence: 1, at: asOf.toISOString(), borrower: { ...row }, loan: null }],
      new Map(),
    ).events;
    const record = event?.type === 'customer.recorded' ? event.payload.record : {};
    return { division, localId, ...standardiseRecord(record, asOf) };
  });
  const clusters = linkEverybody(raw);
  const peopleIn = (members: readonly { division: string; localId: string }[]) =>
    new Set(members.map(({ division, localId }) => personOf.get(`${division} ${localId}`)));

  test('is never mistaken: no two persons become one', () => {
    expect(clusters.filter(({ members }) => peopleIn(members).size > 1)).toEqual([]);
  });

  test('is found out for nearly everybody with several records', () => {
    const several = truth.people.filter(({ records }) => records.length > 1);
    const whole = several.filter(({ id, records }) =>
      clusters.some(
        ({ members }) => members.length === records.length && peopleIn(members).has(id),
      ),
    );
    expect(whole.length / several.length).toBeGreaterThan(0.97);
  });

  test('is right in 999 of 1000 links, and finds 97 of 100', () => {
    const places = raw.map(({ division, localId }) => `${division} ${localId}`);
    const clusterOf = new Map(
      clusters.flatMap(({ members }, cluster) =>
        members.map((it): [string, number] => [`${it.division} ${it.localId}`, cluster]),
      ),
    );
    const people = [...new Set(places.map((place) => personOf.get(place)))];
    const { clusterPair } = measureQuality(
      Int32Array.from(places, (place) => clusterOf.get(place) ?? -1),
      Int32Array.from(places, (place) => people.indexOf(personOf.get(place))),
      { lefts: [], rights: [] },
    );
    expect(clusterPair.precision).toBeGreaterThanOrEqual(0.999);
    expect(clusterPair.recall).toBeGreaterThanOrEqual(0.97);
  });

  test('is found out for the example', () => {
    const cluster = clusters.find(({ members }) =>
      members.some(({ localId }) => localId === 'C00000001'),
    );
    expect(cluster?.members).toHaveLength(3);
  });

  test('comes with some values that cannot be standardised', () => {
    const faults = raw.flatMap((one) => one.faults);
    expect(faults.length).toBeGreaterThan(10);
    expect(faults.length).toBeLessThan(raw.length / 20);
  });
});
