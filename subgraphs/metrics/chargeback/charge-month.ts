import type { Kysely } from 'kysely';
import { currencyDigits } from '../../kit/money.ts';
import { DomainError } from '../../kit/domain-error.ts';
import { entryInForce, entryOfVersion, latestEntry } from '../books/book-store.ts';
import type { CostPool, Entry, Service } from '../books/books.ts';
import type { MetricsTables } from '../tables.ts';
import { chargeDivisions, RATE_DIGITS, sum, VOLUME_DIGITS } from './charge-divisions.ts';
import type { DivisionCharge } from './charge-divisions.ts';
import { readFixed } from './fixed-point.ts';
import { countContacts, measureVolumes, type MeasuredVolume } from './measure-volumes.ts';

/** Everything about a month's charges. Amounts are in minor units of the currency. */
export interface ChargedMonth {
  readonly month: string;
  /** A closed month is charged from what was known when it was closed. */
  readonly closedAt: Date | null;
  readonly pool: Entry<'COST_POOL'>;
  readonly rates: Entry<'SERVICE_RATES'>;
  readonly digits: number;
  readonly budget: bigint;
  /** What is charged: actual costs, or the budget while one of them is not known. */
  readonly amount: bigint;
  readonly isActual: boolean;
  readonly contacts: number;
  readonly volumes: readonly MeasuredVolume[];
  readonly charges: readonly DivisionCharge[];
}

/** Charges a month. NOT_FOUND when no costs or no rates are set for it. */
export async function chargeMonth(
  database: Kysely<MetricsTables>,
  month: string,
): Promise<ChargedMonth> {
  const basis = await readBasis(database, month);
  const { pool, rates, volumes } = basis;
  const digits = currencyDigits(pool.content.currency);
  const amounts = poolAmounts(pool.content, digits);
  const services = new Map(rates.content.services.map((service) => [service.name, service]));
  const charges = chargeDivisions(
    { mode: pool.content.mode, amount: amounts.amount, digits },
    volumes.map(({ service, division, volume }) => ({
      service,
      division,
      volume: readFixed(volume, VOLUME_DIGITS) ?? 0n,
      rate: readFixed(services.get(service)?.rate ?? '0', RATE_DIGITS) ?? 0n,
    })),
  );
  return Object.freeze({ month, ...basis, digits, ...amounts, charges });
}

/** What the charges of a month are worked out from. */
type Basis = Pick<ChargedMonth, 'closedAt' | 'pool' | 'rates' | 'contacts' | 'volumes'>;

async function readBasis(database: Kysely<MetricsTables>, month: string): Promise<Basis> {
  const closed = await latestEntry(database, 'CLOSED_MONTH', month);
  if (closed !== null) return closedBasis(database, closed);
  const pool = await latestEntry(database, 'COST_POOL', month);
  if (pool === null) throw missing('costs', month);
  const rates = await entryInForce(database, 'SERVICE_RATES', month);
  if (rates === null) throw missing('rates of services', month);
  if (pool.content.currency !== rates.content.currency) {
    throw new DomainError(
      'BAD_USER_INPUT',
      `Costs and rates of ${month} must be in one currency, but are in ${pool.content.currency} and ${rates.content.currency}.`,
    );
  }
  const volumes = await measureVolumes(database, rates.content.services, month);
  const contacts = await countContacts(database, month);
  return { closedAt: null, pool, rates, contacts, volumes };
}

async function closedBasis(
  database: Kysely<MetricsTables>,
  { at, subject, content }: Entry<'CLOSED_MONTH'>,
): Promise<Basis> {
  const { poolVersion, ratesFrom, ratesVersion, contacts, volumes } = content;
  const pool = await entryOfVersion(database, 'COST_POOL', { subject, version: poolVersion });
  const from = { subject: ratesFrom, version: ratesVersion };
  const rates = await entryOfVersion(database, 'SERVICE_RATES', from);
  if (pool === null || rates === null) throw new Error(`What ${subject} was closed with is gone.`);
  return { closedAt: at, pool, rates, contacts, volumes };
}

/** What is charged: actual costs, or the budget while one of them is not known. */
export function poolAmounts({ costs }: CostPool, digits: number) {
  const budget = sum(costs.map((cost) => readFixed(cost.budget, digits) ?? 0n));
  const isActual = costs.every(({ actual }) => actual !== null);
  const actual = sum(costs.map((cost) => readFixed(cost.actual ?? '0', digits) ?? 0n));
  return { budget, amount: isActual ? actual : budget, isActual };
}

function missing(what: string, month: string): DomainError {
  return new DomainError('NOT_FOUND', `No ${what} are set for ${month}.`);
}

/** The service that a line is for. */
export function serviceOf({ rates }: ChargedMonth, name: string): Service | null {
  return rates.content.services.find((service) => service.name === name) ?? null;
}
