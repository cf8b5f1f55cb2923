import { DIVISIONS, type CenterBooks, type Division } from './company.ts';
import type { Random } from './random.ts';

const CURRENCY = 'USD';
const MONTHS = 12;

/**
 * Rates, the costs of the months that are over and of the one that is not, and what each division paid before. The
 * rates earn about what the center costs; how much it really spent is chance.
 */
export function makeCenterBooks(random: Random, asOf: Date): CenterBooks {
  const months = Array.from({ length: MONTHS + 1 }, (_, back) => monthBefore(asOf, MONTHS - back));
  const current = months.at(-1);
  return {
    rates: { from: monthBefore(asOf, 2 * MONTHS), currency: CURRENCY, services: SERVICES },
    pools: months.map((period) => ({
      period,
      currency: CURRENCY,
      mode: 'BREAK_EVEN',
      costs: costsOf(random.fork(period), period !== current),
    })),
    baselines: DIVISIONS.map(baselineOf),
  };
}

const SERVICES = Object.freeze([
  { name: 'contacts', driver: 'CONTACTS', rate: '4' },
  { name: 'handling', driver: 'HANDLING_MINUTES', rate: '1.10' },
  { name: 'cases', driver: 'CASES', rate: '8' },
]);

/** A month's budget in dollars. */
const BUDGET: Readonly<Record<string, number>> = Object.freeze({
  salaries: 5_200,
  facilities: 900,
  'software and telephony': 780,
  training: 260,
});

function costsOf(random: Random, isOver: boolean): readonly object[] {
  return Object.entries(BUDGET).map(([category, budget]) => {
    const spent = (budget * random.between(9_600, 10_500)) / 10_000;
    const actual = isOver ? { actual: spent.toFixed(2) } : {};
    return { category, budget: budget.toFixed(2), ...actual };
  });
}

/** Each division answered its own customers at a higher unit cost, and still keeps somebody for what is special. */
function baselineOf(division: Division): object {
  const [contacts, minutes, cases] = THEN[division];
  return {
    division,
    currency: CURRENCY,
    retainedCost: '150.00',
    priceIndex: '1.03',
    services: [
      { name: 'contacts', unitCost: '5.20', volume: String(contacts) },
      { name: 'handling', unitCost: '1.35', volume: String(minutes) },
      { name: 'cases', unitCost: '9.50', volume: String(cases) },
    ],
  };
}

/** Contacts, minutes and cases a month. */
const THEN: Readonly<Record<Division, readonly [number, number, number]>> = Object.freeze({
  banking: [210, 1_200, 115],
  lending: [110, 720, 55],
  insurance: [140, 650, 72],
});

/** `2026-10`, so many months before the day's own. */
function monthBefore(day: Date, back: number): string {
  const month = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - back, 1));
  return month.toISOString().slice(0, 'YYYY-MM'.length);
}
