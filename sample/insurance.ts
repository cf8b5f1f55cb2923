import { addMonths, DAY, dayText, YEAR } from './calendar.ts';
import type { CustomerRow, InsuranceFile } from './company.ts';
import { csvFile, type CsvRow } from './csv-file.ts';
import { makeCustomerRow, type Habits } from './customer-rows.ts';
import type { Membership } from './memberships.ts';
import { money } from './money.ts';
import type { Random } from './random.ts';
import { INSURANCE_PRODUCTS } from './words/business.ts';
import { CLAIM_STORIES } from './words/stories.ts';

const HABITS: Habits = {
  identifierKnown: 0.88,
  birthDateKnown: 0.985,
  birthDateWrong: 0.015,
  emailKnown: 0.8,
  emailVerified: 0.5,
  misspelt: 0.03,
  outdated: 0.1,
  capitals: 0.2,
};

/** The night's files: all holders, policies and claims that the division's old system knows. */
export function makeInsurance(
  random: Random,
  memberships: readonly Membership[],
  asOf: number,
): readonly InsuranceFile[] {
  const night = dayText(asOf);
  const holders = memberships.map((one) => holderLine(makeCustomerRow(random, one, HABITS)));
  const policies = memberships
    .flatMap((membership) => policiesOf(random, membership, asOf))
    .map((policy, index) => ({ ...policy, number: `PL${String(index + 1).padStart(7, '0')}` }));
  const claims = policies
    .flatMap((policy) => claimsOf(random, policy, asOf))
    .map((line, index) => ({ ...line, claim_number: `CL${String(index + 1).padStart(7, '0')}` }));
  return [
    { name: `holders-${night}.csv`, text: csvFile(HOLDER_COLUMNS, holders) },
    { name: `policies-${night}.csv`, text: csvFile(POLICY_COLUMNS, policies.map(policyLine)) },
    { name: `claims-${night}.csv`, text: csvFile(CLAIM_COLUMNS, claims) },
  ];
}

const HOLDER_COLUMNS = [
  'holder_id',
  'given_name',
  'additional_name',
  'family_name',
  'birth_date',
  'national_id',
  'national_id_scheme',
  'email',
  'email_verified',
  'phone',
  'street_address',
  'locality',
  'region',
  'postal_code',
  'country',
];

const POLICY_COLUMNS = [
  'policy_number',
  'holder_id',
  'product',
  'status',
  'premium_amount',
  'premium_currency',
  'starts_on',
  'ends_on',
];

const CLAIM_COLUMNS = [
  'claim_number',
  'policy_number',
  'status',
  'amount',
  'currency',
  'occurred_on',
  'reported_on',
  'description',
];

function holderLine(row: CustomerRow): CsvRow {
  return {
    holder_id: row.localId,
    given_name: row.givenName,
    additional_name: row.additionalName,
    family_name: row.familyName,
    birth_date: row.birthDate,
    national_id: row.nationalId,
    national_id_scheme: row.nationalIdScheme,
    email: row.email,
    email_verified: row.emailVerified === undefined ? undefined : String(row.emailVerified),
    phone: row.phone,
    street_address: row.streetAddress,
    locality: row.locality,
    region: row.region,
    postal_code: row.postalCode,
    country: row.country,
  };
}

type Product = keyof typeof INSURANCE_PRODUCTS;

interface Policy {
  readonly number: string;
  readonly membership: Membership;
  readonly product: Product;
  readonly status: 'QUOTED' | 'IN_FORCE' | 'LAPSED' | 'CANCELLED' | 'EXPIRED';
  readonly premium: { readonly amount: string; readonly currency: string };
  readonly startsAt: number;
  readonly endsAt: number;
}

const SHARES = Object.fromEntries(
  Object.entries(INSURANCE_PRODUCTS).map(([name, { share }]) => [name, share]),
) as Record<Product, number>;

function policiesOf(random: Random, membership: Membership, asOf: number): readonly Policy[] {
  const count = 1 + (random.chance(0.35) ? 1 : 0) + (random.chance(0.12) ? 1 : 0);
  const products = new Set(Array.from({ length: count }, () => random.weighted(SHARES)));
  return [...products].map((product) => policyOf(random, { membership, product }, asOf));
}

/** Policies run a year and are taken out anew until the holder leaves: the file has the year that runs. */
function policyOf(
  random: Random,
  { membership, product }: Pick<Policy, 'membership' | 'product'>,
  asOf: number,
): Policy {
  const { joinedAt, person } = membership;
  const firstAt = Math.floor((joinedAt + (random.next() * (asOf - joinedAt)) / 3) / DAY) * DAY;
  const usual = random.weighted({ IN_FORCE: 80, EXPIRED: 8, CANCELLED: 5, LAPSED: 4, QUOTED: 3 });
  const status = person.isExample ? 'IN_FORCE' : usual;
  const isOver = status !== 'IN_FORCE' && status !== 'QUOTED';
  const years = Math.max(0, Math.floor((asOf - firstAt) / (YEAR + DAY / 4)) - (isOver ? 1 : 0));
  const startsAt = status === 'QUOTED' ? asOf + 14 * DAY : addMonths(firstAt, 12 * years);
  const endsAt = addMonths(startsAt, 12) - DAY;
  const isEnded = endsAt < asOf;
  return {
    number: '',
    membership,
    product,
    // Only a year that is over can have expired.
    status:
      status === 'EXPIRED' && !isEnded
        ? 'IN_FORCE'
        : status === 'IN_FORCE' && isEnded
          ? 'EXPIRED'
          : status,
    premium: money(random.skewed(INSURANCE_PRODUCTS[product].premium, 0.35), person.country),
    startsAt,
    endsAt,
  };
}

function policyLine(policy: Policy): CsvRow {
  return {
    policy_number: policy.number,
    holder_id: policy.membership.localId,
    product: policy.product,
    status: policy.status,
    premium_amount: policy.premium.amount,
    premium_currency: policy.premium.currency,
    starts_on: dayText(policy.startsAt),
    ends_on: dayText(policy.endsAt),
  };
}

function claimsOf(random: Random, policy: Policy, asOf: number): readonly CsvRow[] {
  if (policy.status === 'QUOTED') return [];
  const { claim, claims } = INSURANCE_PRODUCTS[policy.product];
  const until = Math.min(policy.endsAt, asOf - DAY);
  const from = Math.max(policy.startsAt, asOf - YEAR);
  if (until <= from) return [];
  const share = policy.membership.person.isExample ? 1 : claims;
  const count = (random.chance(share) ? 1 : 0) + (random.chance(claims / 4) ? 1 : 0);
  return Array.from({ length: count }, () => {
    const occurredAt = from + random.next() * (until - from);
    const reportedAt = Math.min(occurredAt + random.skewed(3, 0.8) * DAY, asOf - DAY / 2);
    const amount = money(random.skewed(claim, 0.7), policy.membership.person.country);
    return {
      policy_number: policy.number,
      status: claimStatus(random, asOf - reportedAt),
      amount: amount.amount,
      currency: amount.currency,
      occurred_on: dayText(occurredAt),
      reported_on: dayText(Math.max(occurredAt, reportedAt)),
      description: random.pick(CLAIM_STORIES[policy.product]),
    };
  });
}

/** A claim is looked at for a month or so, and most are paid. */
function claimStatus(random: Random, age: number): string {
  if (age < 7 * DAY) return random.chance(0.7) ? 'REPORTED' : 'UNDER_REVIEW';
  if (age < 35 * DAY)
    return random.weighted({ UNDER_REVIEW: 60, ACCEPTED: 25, REJECTED: 5, PAID: 10 });
  return random.weighted({ PAID: 78, REJECTED: 14, ACCEPTED: 8 });
}
