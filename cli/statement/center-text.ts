import { csvText, tableText } from './cells.ts';

interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** The graph's Chargeback, as `CENTER_QUERY` asks for it. */
export interface Center {
  readonly period: string;
  readonly state: string;
  readonly costs: readonly {
    readonly category: string;
    readonly budget: Money;
    readonly actual: Money | null;
  }[];
  readonly budget: Money;
  readonly pool: Money;
  readonly charged: Money;
  readonly result: Money;
  readonly absorption: {
    readonly variance: Money;
    readonly spending: Money;
    readonly volume: Money;
  };
  readonly contacts: number;
  readonly costPerContact: Money | null;
  readonly statements: readonly {
    readonly division: string;
    readonly standardCharge: Money;
    readonly trueUp: Money;
    readonly charge: Money;
  }[];
}

const MONEY = '{ amount currency }';

export const CENTER_QUERY = `query ($period: String!) {
  chargeback(period: $period) {
    period state
    costs { category budget ${MONEY} actual ${MONEY} }
    budget ${MONEY} pool ${MONEY} charged ${MONEY} result ${MONEY}
    absorption { variance ${MONEY} spending ${MONEY} volume ${MONEY} }
    contacts costPerContact ${MONEY}
    statements { division standardCharge ${MONEY} trueUp ${MONEY} charge ${MONEY} }
  }
}`;

/** Profit and loss of the center, and what each division is charged. */
export function centerText(center: Center): string {
  const { period, state, pool, absorption } = center;
  const costs = center.costs.map((cost) => [
    cost.category,
    cost.budget.amount,
    cost.actual?.amount ?? 'not known',
  ]);
  const results = [
    ['charged', center.charged.amount],
    ['result', center.result.amount],
    ['not absorbed by standard rates', absorption.variance.amount],
    ['  of it spent beyond the budget', absorption.spending.amount],
    ['  of it volumes and rates', absorption.volume.amount],
    ['contacts', String(center.contacts)],
    ['cost per contact', center.costPerContact?.amount ?? 'no contacts'],
  ];
  return [
    `The service center in ${period}, in ${pool.currency} (${state === 'CLOSED' ? 'closed' : 'open'})`,
    '',
    tableText(
      [['costs', 'budget', 'actual'], ...costs, ['pool', center.budget.amount, pool.amount]],
      1,
    ),
    '',
    tableText([['division', 'standard', 'true-up', 'charge'], ...chargesOf(center)], 1),
    '',
    tableText(results, 1),
  ].join('\n');
}

/** A row a division. */
export function centerCsv(center: Center): string {
  const heads = ['period', 'state', 'division', 'standardCharge', 'trueUp', 'charge', 'currency'];
  const rows = chargesOf(center).map((charge) => [
    ...[center.period, center.state, ...charge],
    center.pool.currency,
  ]);
  return csvText([heads, ...rows]);
}

function chargesOf({ statements }: Center): readonly (readonly string[])[] {
  return statements.map(({ division, standardCharge, trueUp, charge }) => [
    division,
    standardCharge.amount,
    trueUp.amount,
    charge.amount,
  ]);
}
