import { currencyDigits } from '../../kit/money.ts';
import { DomainError } from '../../kit/domain-error.ts';
import type {
  Baseline,
  Cost,
  CostPool,
  ReportedVolumes,
  Service,
  ServiceRates,
} from '../books/books.ts';
import { CASE_TYPES } from '../read-scope.ts';
import { INDEX_DIGITS } from './savings.ts';
import { RATE_DIGITS, sum, VOLUME_DIGITS } from './charge-divisions.ts';
import { readFixed } from './fixed-point.ts';

/**
 * What clients set, checked and in the form that is kept. Every fault is a BAD_USER_INPUT that names the argument,
 * what was expected and what came.
 */

export interface CostPoolInput extends Omit<CostPool, 'costs'> {
  readonly costs: readonly (Omit<Cost, 'actual'> & Partial<Cost>)[];
}

export interface ServiceRatesInput extends Omit<ServiceRates, 'services'> {
  readonly services: readonly (Omit<Service, Narrowing> & Partial<Service>)[];
}

type Narrowing = 'channel' | 'caseType';

export interface BaselineInput extends Omit<Baseline, 'retainedCost' | 'priceIndex'> {
  readonly retainedCost?: string | null;
  readonly priceIndex?: string | null;
}

export function readCostPool({ currency, mode, costs }: CostPoolInput): CostPool {
  const digits = currencyDigits(currency);
  checkNames(
    'costs',
    'category',
    costs.map(({ category }) => category),
  );
  const read = costs.map(({ category, budget, actual = null }, place) => {
    checkDecimal(`costs[${place}].budget`, budget, { digits, signed: true });
    if (actual !== null) checkDecimal(`costs[${place}].actual`, actual, { digits, signed: true });
    return { category, budget, actual };
  });
  // A refund is a negative cost; a month of refunds alone cannot be shared out.
  for (const column of ['budget', 'actual'] as const) {
    const total = sum(read.map((cost) => readFixed(cost[column] ?? '0', digits) ?? 0n));
    if (total < 0n) throw refused('costs', `rows whose ${column} is not negative in sum`, 'less');
  }
  return { currency, mode, costs: read };
}

export function readServiceRates({ currency, services }: ServiceRatesInput): ServiceRates {
  checkNames(
    'services',
    'name',
    services.map(({ name }) => name),
  );
  const read = services.map((service, place) => readService(service, `services[${place}]`));
  return { currency, services: read };
}

function readService(given: ServiceRatesInput['services'][number], at: string): Service {
  const { name, driver, channel = null, caseType = null, rate } = given;
  checkDecimal(`${at}.rate`, rate, { digits: RATE_DIGITS });
  if (caseType !== null && !CASE_TYPES.includes(caseType)) {
    throw refused(`${at}.caseType`, `one of ${CASE_TYPES.join(', ')}`, JSON.stringify(caseType));
  }
  if (driver === 'REPORTED' && (channel ?? caseType) !== null) {
    const expected = 'without channel and caseType when its volumes are reported';
    throw refused(at, expected, 'one of them');
  }
  return { name, driver, channel, caseType, rate };
}

export function readReportedVolumes(volumes: ReportedVolumes['volumes']): ReportedVolumes {
  checkNames(
    'volumes',
    'division',
    volumes.map(({ division }) => division),
  );
  for (const [place, { volume }] of volumes.entries()) {
    checkDecimal(`volumes[${place}].volume`, volume, { digits: VOLUME_DIGITS });
  }
  return { volumes: volumes.map(({ division, volume }) => ({ division, volume })) };
}

export function readBaseline(input: BaselineInput): Baseline {
  const { currency, services } = input;
  const retainedCost = input.retainedCost ?? '0';
  const priceIndex = input.priceIndex ?? '1';
  checkDecimal('retainedCost', retainedCost, { digits: currencyDigits(currency) });
  checkDecimal('priceIndex', priceIndex, { digits: INDEX_DIGITS });
  checkNames(
    'services',
    'name',
    services.map(({ name }) => name),
  );
  for (const [place, { unitCost, volume }] of services.entries()) {
    checkDecimal(`services[${place}].unitCost`, unitCost, { digits: RATE_DIGITS });
    checkDecimal(`services[${place}].volume`, volume, { digits: VOLUME_DIGITS });
  }
  const read = services.map(({ name, unitCost, volume }) => ({ name, unitCost, volume }));
  return { currency, retainedCost, priceIndex, services: read };
}

/** Letters, digits and a few marks, so that names can stand in subjects, tables and file names. */
export function checkName(argument: string, name: string): void {
  if (/^[\p{L}\p{N}][\p{L}\p{N} ._&-]{0,99}$/u.test(name)) return;
  const got = JSON.stringify(name.slice(0, 120));
  throw refused(argument, 'a name of at most 100 letters, digits, spaces and . _ & -', got);
}

function checkNames(argument: string, field: string, names: readonly string[]): void {
  if (names.length === 0 || names.length > MOST_ROWS) {
    throw refused(argument, `1 to ${MOST_ROWS} rows`, String(names.length));
  }
  for (const [place, name] of names.entries()) {
    checkName(`${argument}[${place}].${field}`, name);
    if (names.indexOf(name) < place) throw refused(argument, `rows of different ${field}`, name);
  }
}

const MOST_ROWS = 200;

function checkDecimal(
  argument: string,
  text: string,
  { digits, signed = false }: { readonly digits: number; readonly signed?: boolean },
): void {
  const parts = readFixed(text, digits);
  if (parts !== null && (signed || parts >= 0n)) return;
  const sign = signed ? '' : ' that is not negative,';
  throw refused(argument, `a decimal${sign} with at most ${digits} digits after the point`, text);
}

export function refused(argument: string, expected: string, got: string): DomainError {
  return new DomainError(
    'BAD_USER_INPUT',
    `Argument "${argument}" must be ${expected}, but got: ${got}.`,
  );
}
