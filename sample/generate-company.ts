import { makeBanking } from './banking.ts';
import { makeCases } from './cases.ts';
import { makeCenterBooks } from './center-books.ts';
import {
  DIVISIONS,
  type Division,
  type Namesakes,
  type SampleCompany,
  type Truth,
} from './company.ts';
import { makeInsurance } from './insurance.ts';
import { makeInteractions } from './interactions.ts';
import { makeLending } from './lending.ts';
import { makeMemberships, type Membership } from './memberships.ts';
import { makePeople, type Identity } from './people.ts';
import { Random } from './random.ts';
import { makeConsents, makeReferrals } from './referrals.ts';
import { makeSurveyAnswers } from './survey-answers.ts';

export interface CompanyOptions {
  /** The same seed makes the same company, to the byte. */
  readonly seed: string;
  /** Defaults to 2,000. */
  readonly people?: number;
  /** The moment up to which things have happened; the company's year is the one before it. */
  readonly asOf: Date;
}

/**
 * Makes a company of people who do not exist: three divisions that know each other's customers without
 * knowing it, and a year of their shared service center. Nothing is read from clock, disk or network.
 */
export function generateCompany({
  seed,
  people: count = 2_000,
  asOf: end,
}: CompanyOptions): SampleCompany {
  const random = new Random(seed);
  const asOf = end.getTime();
  const people = makePeople(random.fork('people'), count, asOf);
  const memberships = makeMemberships(random.fork('memberships'), people, asOf);
  const of = (division: Division) => memberships.filter((one) => one.division === division);
  return Object.freeze({
    banking: makeBanking(random.fork('banking'), of('banking'), asOf),
    lending: makeLending(random.fork('lending'), of('lending'), asOf),
    insurance: makeInsurance(random.fork('insurance'), of('insurance'), asOf),
    service: makeService(random, memberships, { asOf, count }),
    center: makeCenterBooks(random.fork('center'), end),
    consents: makeConsents(random.fork('consents'), memberships, asOf),
    truth: truthOf(people, memberships),
  });
}

const CASES_A_PERSON = 1.25;
const LOOSE_CONTACTS_A_PERSON = 1.1;

function makeService(
  random: Random,
  memberships: readonly Membership[],
  { asOf, count }: { readonly asOf: number; readonly count: number },
): SampleCompany['service'] {
  const setting = (part: string) => ({
    asOf,
    pickMembership: pickByActivity(random.fork(part), memberships),
  });
  const cases = makeCases(
    random.fork('cases'),
    Math.round(count * CASES_A_PERSON),
    setting('callers with cases'),
  );
  return {
    cases: cases.map(({ row }) => row),
    interactions: makeInteractions(
      random.fork('interactions'),
      cases,
      Math.round(count * LOOSE_CONTACTS_A_PERSON),
      setting('callers'),
    ),
    surveyAnswers: makeSurveyAnswers(random.fork('surveys'), cases, memberships, asOf),
    referrals: makeReferrals(random.fork('referrals'), memberships, asOf),
  };
}

/** Picks customers, the busy ones more often. */
function pickByActivity(random: Random, memberships: readonly Membership[]): () => Membership {
  const sums: number[] = [];
  let sum = 0;
  for (const { activity } of memberships) sums.push((sum += activity));
  return () => {
    const place = random.next() * sum;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] ?? 0) <= place) low = middle + 1;
      else high = middle;
    }
    return memberships[low] ?? random.pick(memberships);
  };
}

function truthOf(people: readonly Identity[], memberships: readonly Membership[]): Truth {
  const records = new Map(people.map(({ id }) => [id, [] as Membership[]]));
  for (const membership of memberships) records.get(membership.person.id)?.push(membership);
  return {
    people: people.map(({ id }) => ({
      id,
      records: (records.get(id) ?? [])
        .map(({ division, localId }) => ({ division, localId }))
        .sort(
          (left, right) => DIVISIONS.indexOf(left.division) - DIVISIONS.indexOf(right.division),
        ),
    })),
    namesakes: namesakesOf(people),
  };
}

function namesakesOf(people: readonly Identity[]): readonly Namesakes[] {
  const byName = new Map<string, Identity[]>();
  for (const person of people) {
    const name = `${person.givenName} ${person.familyName}`;
    byName.set(name, [...(byName.get(name) ?? []), person]);
  }
  return [...byName.values()].flatMap((same) =>
    same.flatMap((one, index) =>
      same.slice(index + 1).map((other) => ({
        people: [one.id, other.id] as const,
        sameBirthDate: one.birthDate === other.birthDate,
      })),
    ),
  );
}
