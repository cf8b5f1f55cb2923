import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { generateCompany } from '../../sample/generate-company.ts';
import { asOf, claims, company, customerRecords, policies } from './sample-company.ts';

const { banking, lending, service, truth } = company;

describe('the sample company', () => {
  test('is the same to the byte for the same seed, and another for another', () => {
    const digest = (seed: string) =>
      createHash('sha256')
        .update(JSON.stringify(generateCompany({ seed, asOf })))
        .digest('hex');
    expect(digest('sample')).toBe(
      createHash('sha256').update(JSON.stringify(company)).digest('hex'),
    );
    expect(digest('other')).not.toBe(digest('sample'));
  });

  test('can be small', () => {
    const small = generateCompany({ seed: 'small', people: 60, asOf });
    expect(small.truth.people).toHaveLength(60);
    expect(small.service.cases).toHaveLength(75);
  });

  test('has the size it should have', () => {
    expect(truth.people).toHaveLength(2_000);
    expect(banking.accounts.length).toBeGreaterThan(2_000);
    expect(banking.transactions.length).toBeGreaterThan(8_000);
    expect(banking.transactions.length).toBeLessThan(14_000);
    expect(lending.loans.length).toBeGreaterThan(900);
    expect(policies.length).toBeGreaterThan(1_000);
    expect(claims.length).toBeGreaterThan(120);
    expect(service.cases).toHaveLength(2_500);
    expect(service.interactions.length).toBeGreaterThan(5_000);
    expect(service.interactions.length).toBeLessThan(7_000);
  });

  test('overlaps: about 35 in 100 people are with two divisions, 12 with three', () => {
    const count = (divisions: number) =>
      truth.people.filter(
        ({ records }) => new Set(records.map((one) => one.division)).size === divisions,
      ).length / truth.people.length;
    expect(count(2)).toBeCloseTo(0.35, 1);
    expect(count(3)).toBeCloseTo(0.12, 1);
    expect(count(1) + count(2) + count(3)).toBe(1);
  });

  test('has namesakes, some of them born on the same day', () => {
    expect(truth.namesakes.length).toBeGreaterThan(30);
    const sameDay = truth.namesakes.filter(({ sameBirthDate }) => sameBirthDate);
    expect(sameDay.length).toBeGreaterThan(5);
    for (const { people } of truth.namesakes) expect(people[0]).not.toBe(people[1]);
  });

  test('knows the truth about every customer record, once', () => {
    const known = truth.people.flatMap(({ records }) =>
      records.map((one) => `${one.division} ${one.localId}`),
    );
    const written = customerRecords().map(({ division, localId }) => `${division} ${localId}`);
    expect(known.toSorted()).toEqual(written.toSorted());
    expect(new Set(known).size).toBe(known.length);
  });

  test('has an example whom all divisions know and have something of', () => {
    const [first] = truth.people;
    expect(first?.records.map(({ localId }) => localId)).toEqual([
      'C00000001',
      'B-100001',
      'H0000001',
    ]);
    expect(banking.accounts.some(({ holderLocalId }) => holderLocalId === 'C00000001')).toBe(true);
    expect(lending.loans.some(({ borrowerLocalId }) => borrowerLocalId === 'B-100001')).toBe(true);
    const own = policies.filter(({ holder_id }) => holder_id === 'H0000001');
    expect(own.every(({ status }) => status === 'IN_FORCE')).toBe(true);
    const numbers = new Set(own.map(({ policy_number }) => policy_number));
    expect(claims.some(({ policy_number = '' }) => numbers.has(policy_number))).toBe(true);
    const ids = new Set(first?.records.map(({ localId }) => localId));
    expect(
      service.cases.filter(({ customerLocalId }) => ids.has(customerLocalId)).length,
    ).toBeGreaterThan(2);
    expect(service.surveyAnswers.some(({ customerLocalId }) => ids.has(customerLocalId))).toBe(
      true,
    );
  });
});
