import type { Kysely } from 'kysely';
import { moneyOf, type Money } from '../../kit/money.ts';
import { latestEntry } from '../books/book-store.ts';
import type { Baseline } from '../books/books.ts';
import type { MetricsTables } from '../tables.ts';
import {
  absorptionOf,
  RATE_DIGITS,
  sum,
  VOLUME_DIGITS,
  type ChargeLine,
  type DivisionCharge,
} from './charge-divisions.ts';
import { serviceOf, type ChargedMonth } from './charge-month.ts';
import { divideRounded, readFixed, writeFixed } from './fixed-point.ts';
import { INDEX_DIGITS, savingsOf, type Savings } from './savings.ts';

/** A charged month as the graph's types show it: amounts as money, volumes and rates as decimals. */

export function centerAnswer(month: ChargedMonth): object {
  const { pool, budget, amount, charges, contacts } = month;
  const charged = sum(charges.map(({ charge }) => charge));
  const absorption = absorptionOf({ budget, pool: amount }, charges);
  return {
    ...headOf(month),
    costs: pool.content.costs.map(({ category, budget: planned, actual }) => ({
      category,
      budget: moneyOf(planned, pool.content.currency),
      actual: actual === null ? null : moneyOf(actual, pool.content.currency),
    })),
    budget: moneyIn(month, budget),
    pool: moneyIn(month, amount),
    charged: moneyIn(month, charged),
    result: moneyIn(month, charged - amount),
    absorption: {
      variance: moneyIn(month, absorption.variance),
      spending: moneyIn(month, absorption.spending),
      volume: moneyIn(month, absorption.volume),
    },
    contacts,
    costPerContact: contacts === 0 ? null : moneyIn(month, divideRounded(amount, BigInt(contacts))),
    statements: charges.map(({ division }) => statementAnswer(month, division)),
  };
}

/** What the graph's statement is made of, and the month, from which its savings are worked out when asked for. */
export interface StatementAnswer {
  readonly month: ChargedMonth;
  readonly division: string;
}

/** One division's statement; of a division that used nothing, one without lines. */
export function statementAnswer(month: ChargedMonth, division: string): StatementAnswer {
  const { lines, standard, charge } = chargeOf(month, division);
  const answer = {
    ...headOf(month),
    month,
    division,
    lines: lines.map((line) => lineAnswer(month, line)),
    standardCharge: moneyIn(month, standard),
    trueUp: moneyIn(month, charge - standard),
    charge: moneyIn(month, charge),
  };
  return answer;
}

/** Null while nobody has said what the division paid before, or said it in another currency. */
export async function savingsAnswer(
  database: Kysely<MetricsTables>,
  { month, division }: StatementAnswer,
): Promise<object | null> {
  const baseline = await latestEntry(database, 'BASELINE', division);
  if (baseline?.content.currency !== month.pool.content.currency) return null;
  const { lines } = chargeOf(month, division);
  const known = new Set(baseline.content.services.map(({ name }) => name));
  const fresh = lines.map(({ service }) => service).filter((name) => !known.has(name));
  const savings = divisionSavings(month, division, baseline.content);
  const money = Object.entries<bigint>({ ...savings }).map(([name, value]): [string, Money] => [
    name,
    moneyIn(month, value),
  ]);
  const retained = moneyOf(baseline.content.retainedCost, baseline.content.currency);
  return {
    ...Object.fromEntries<Money>(money),
    retainedCost: retained,
    baselineVersion: baseline.version,
    withoutBaseline: fresh,
  };
}

function divisionSavings(month: ChargedMonth, division: string, baseline: Baseline): Savings {
  const { lines, charge } = chargeOf(month, division);
  return savingsOf({
    uses: baseline.services.map(({ name, unitCost, volume }) => ({
      service: name,
      driver: serviceOf(month, name)?.driver ?? name,
      unitCost: readFixed(unitCost, RATE_DIGITS) ?? 0n,
      volumeThen: readFixed(volume, VOLUME_DIGITS) ?? 0n,
      volumeNow: lines.find((line) => line.service === name)?.volume ?? 0n,
    })),
    priceIndex: readFixed(baseline.priceIndex, INDEX_DIGITS) ?? 0n,
    charge,
    retained: readFixed(baseline.retainedCost, month.digits) ?? 0n,
    digits: month.digits,
  });
}

function headOf({ month, closedAt, isActual, pool, rates }: ChargedMonth): object {
  return {
    period: month,
    state: closedAt === null ? 'OPEN' : 'CLOSED',
    closedAt,
    basis: isActual ? 'ACTUAL' : 'BUDGET',
    mode: pool.content.mode,
    poolVersion: pool.version,
    ratesFrom: rates.subject,
    ratesVersion: rates.version,
  };
}

function lineAnswer(month: ChargedMonth, line: ChargeLine): object {
  const { driver, channel, caseType } = serviceOf(month, line.service) ?? {};
  return {
    service: line.service,
    driver,
    channel,
    caseType,
    volume: shortDecimal(line.volume, VOLUME_DIGITS),
    rate: shortDecimal(line.rate, RATE_DIGITS),
    standardCharge: moneyIn(month, line.standard),
    trueUp: moneyIn(month, line.charge - line.standard),
    charge: moneyIn(month, line.charge),
  };
}

function chargeOf({ charges }: ChargedMonth, division: string): DivisionCharge {
  const found = charges.find((one) => one.division === division);
  return found ?? { division, lines: [], standard: 0n, charge: 0n };
}

function moneyIn({ digits, pool }: ChargedMonth, minor: bigint): Money {
  return moneyOf(writeFixed(minor, digits), pool.content.currency);
}

/** Without zeros at the end, which say nothing of a volume. */
function shortDecimal(parts: bigint, digits: number): string {
  return writeFixed(parts, digits).replace(/\.?0+$/, '');
}
