import { describe, expect, test } from '@jest/globals';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import { asOf, claims, company, customerRecords, personOf, policies } from './sample-company.ts';

const { banking, lending, service } = company;

describe('the values', () => {
  test.each(
    customerRecords()
      .slice(0, 1)
      .map(({ row }) => Object.keys(row)),
  )('include %s', (field) => {
    const share =
      customerRecords().filter(({ row }) => field in row).length / customerRecords().length;
    expect(share).toBeGreaterThan(0.2);
  });

  test('of e-mail addresses are in domains for examples only', () => {
    for (const { row } of customerRecords()) {
      expect(row.email ?? 'a@example.com').toMatch(/^[a-z0-9.]+@example\.(com|net|org)$/);
    }
  });

  test('of phones are numbers that can be, but for a few that are none', () => {
    const rows = customerRecords().flatMap(({ row }) => (row.phone === undefined ? [] : [row]));
    const bad = rows.filter(({ phone = '', country }) => {
      // Countries of the sample are codes that the library knows.
      const number = parsePhoneNumberFromString(phone, country as CountryCode);
      return number?.isValid() !== true;
    });
    expect(new Set(bad.map(({ phone }) => phone))).toEqual(new Set(['unknown']));
    expect(bad.length / rows.length).toBeLessThan(0.02);
  });

  test('of identifiers belong to one person each', () => {
    const owners = new Map<string, Set<string>>();
    for (const { division, localId, row } of customerRecords()) {
      if (row.nationalId === undefined) continue;
      const key = `${row.nationalIdScheme ?? ''} ${row.nationalId}`;
      const person = personOf.get(`${division} ${localId}`) ?? '';
      owners.set(key, (owners.get(key) ?? new Set()).add(person));
    }
    expect([...owners.values()].filter((persons) => persons.size > 1)).toEqual([]);
  });

  test('of times lie before the moment that the company is of', () => {
    const end = asOf.toISOString();
    for (const { openedAt, firstRepliedAt, resolvedAt, closedAt } of service.cases) {
      const times = [openedAt, firstRepliedAt, resolvedAt, closedAt].filter(
        (at) => at !== undefined,
      );
      expect(times).toEqual(times.toSorted());
      expect(times.every((at) => at < end)).toBe(true);
    }
    const others = [
      ...service.interactions.map(({ at }) => at),
      ...service.surveyAnswers.map(({ at }) => at),
      ...service.referrals.map(({ at }) => at),
      ...banking.transactions.map(({ bookedAt }) => bookedAt),
      ...banking.accounts.map(({ openedOn }) => openedOn),
      ...lending.loans.flatMap(({ payments }) => payments.map(({ paidOn }) => paidOn)),
    ];
    expect(others.filter((at) => at >= end)).toEqual([]);
  });

  test('of closed accounts are zero, and closing follows opening', () => {
    for (const { status, closedOn, openedOn, balance } of banking.accounts) {
      expect(closedOn === undefined).toBe(status !== 'CLOSED');
      if (closedOn === undefined) continue;
      expect(balance.amount).toBe('0.00');
      expect(closedOn > openedOn).toBe(true);
    }
  });

  test('of loans are owed as their state says', () => {
    for (const { status, outstanding, principal, payments, startedOn } of lending.loans) {
      const owed = Number(outstanding?.amount ?? '0');
      if (status === 'REPAID') expect(owed).toBe(0);
      if (status === 'ACTIVE' || status === 'IN_ARREARS' || status === 'DEFAULTED') {
        expect(owed).toBeGreaterThan(0);
        expect(owed).toBeLessThanOrEqual(Number(principal.amount));
      }
      const isOpen = status === 'APPLIED' || status === 'REJECTED';
      expect(startedOn === undefined).toBe(isOpen);
      if (isOpen) expect([outstanding, payments]).toEqual([undefined, []]);
    }
  });

  test('point at rows that are there', () => {
    const numbers = new Set(banking.accounts.map(({ number }) => number));
    const rows = [...banking.cards, ...banking.transactions];
    expect(rows.filter(({ accountNumber }) => !numbers.has(accountNumber))).toEqual([]);
    const cases = new Set(service.cases.map(({ externalId }) => externalId));
    const contacts = [...service.interactions, ...service.surveyAnswers];
    const named = contacts.flatMap(({ caseExternalId }) => caseExternalId ?? []);
    expect(named.filter((id) => !cases.has(id))).toEqual([]);
    const policyNumbers = new Set(policies.map(({ policy_number }) => policy_number));
    expect(claims.filter(({ policy_number }) => !policyNumbers.has(policy_number))).toEqual([]);
  });
});

describe('the key figures look like a service center', () => {
  const share = <T>(rows: readonly T[], wanted: (row: T) => boolean) =>
    rows.filter(wanted).length / rows.length;

  test.each([
    [
      'complaints among cases',
      share(service.cases, ({ type }) => type === 'COMPLAINT'),
      0.05,
      0.15,
    ],
    ['reopened cases', share(service.cases, ({ reopenCount }) => reopenCount > 0), 0.02, 0.08],
    [
      'open cases',
      share(service.cases, ({ resolvedAt, closedAt }) => !resolvedAt && !closedAt),
      0.005,
      0.05,
    ],
    [
      'calls abandoned',
      share(
        service.interactions.filter(
          ({ channel, direction }) => channel === 'PHONE' && direction === 'INBOUND',
        ),
        ({ outcome }) => outcome === 'ABANDONED',
      ),
      0.02,
      0.07,
    ],
    [
      'satisfied answers',
      share(
        service.surveyAnswers.filter(({ kind }) => kind === 'CSAT'),
        ({ score }) => score >= 4,
      ),
      0.7,
      0.9,
    ],
    [
      'promoters less detractors',
      share(
        service.surveyAnswers.filter(({ kind }) => kind === 'NPS'),
        ({ score }) => score >= 9,
      ) -
        share(
          service.surveyAnswers.filter(({ kind }) => kind === 'NPS'),
          ({ score }) => score <= 6,
        ),
      0.1,
      0.5,
    ],
    ['referrals won', share(service.referrals, ({ outcome }) => outcome === 'WON'), 0.2, 0.8],
  ])('%s: %d', (_name, value, low, high) => {
    expect(value).toBeGreaterThan(low);
    expect(value).toBeLessThan(high);
  });
});
