import { csvText, tableText } from './cells.ts';

interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** The graph's ChargebackStatement, as `STATEMENT_QUERY` asks for it. */
export interface Statement {
  readonly division: string;
  readonly period: string;
  readonly state: string;
  readonly basis: string;
  readonly mode: string;
  readonly poolVersion: number;
  readonly ratesVersion: number;
  readonly ratesFrom: string;
  readonly lines: readonly {
    readonly service: string;
    readonly driver: string;
    readonly channel: string | null;
    readonly caseType: string | null;
    readonly volume: string;
    readonly rate: string;
    readonly standardCharge: Money;
    readonly trueUp: Money;
    readonly charge: Money;
  }[];
  readonly standardCharge: Money;
  readonly trueUp: Money;
  readonly charge: Money;
  readonly savings: { readonly [Name in keyof typeof SAVINGS_WORDS]: Money } | null;
}

const SAVINGS_WORDS = Object.freeze({
  baseline: 'baseline of the month',
  volumeVariance: 'more or fewer units',
  mixVariance: 'other services among them',
  priceVariance: 'prices since',
  rateVariance: "the center's doing",
  cost: 'cost now',
  retainedCost: 'of it retained',
  saving: 'saving',
});

const SAVINGS = Object.keys(SAVINGS_WORDS) as readonly (keyof typeof SAVINGS_WORDS)[];

const MONEY = '{ amount currency }';

export const STATEMENT_QUERY = `query ($division: ID!, $period: String!) {
  chargebackStatement(division: $division, period: $period) {
    division period state basis mode poolVersion ratesVersion ratesFrom
    lines {
      service driver channel caseType volume rate
      standardCharge ${MONEY} trueUp ${MONEY} charge ${MONEY}
    }
    standardCharge ${MONEY} trueUp ${MONEY} charge ${MONEY}
    savings { ${SAVINGS.map((name) => `${name} ${MONEY}`).join(' ')} }
  }
}`;

const LINE_HEADS = ['service', 'counted by', 'volume', 'rate', 'standard', 'true-up', 'charge'];

/** For people: a head, the lines with their sum, the savings. */
export function statementText(statement: Statement): string {
  const { division, period, state, basis, mode, charge, savings } = statement;
  const versions = `costs version ${statement.poolVersion}, rates of ${statement.ratesFrom} version ${statement.ratesVersion}`;
  const head = [
    `Statement of ${division} for ${period}, in ${charge.currency}`,
    `${state === 'CLOSED' ? 'Closed' : 'Open: charges may still change'}; charged from ${WORDS[basis] ?? basis}, ${WORDS[mode] ?? mode}; ${versions}`,
  ];
  const total = ['total', '', '', '', ...amountsOf(statement)];
  const rows = statement.lines.map((line) => [
    line.service,
    [line.driver, line.channel, line.caseType].filter((word) => word !== null).join(' '),
    line.volume,
    line.rate,
    ...amountsOf(line),
  ]);
  const lines = tableText([LINE_HEADS, ...rows, total], FIRST_NUMBER);
  const saved =
    savings === null
      ? 'No baseline is set, so no saving can be told.'
      : tableText(
          SAVINGS.map((name) => [SAVINGS_WORDS[name], savings[name].amount]),
          1,
        );
  return [...head, '', lines, '', saved].join('\n');
}

const FIRST_NUMBER = 2;

const WORDS: Readonly<Record<string, string>> = Object.freeze({
  ACTUAL: 'actual costs',
  BUDGET: 'the budget',
  BREAK_EVEN: 'to break even',
  STANDARD: 'at standard rates',
});

/** For programs: a row a line, with what it belongs to in each. */
export function statementCsv({ division, period, state, lines }: Statement): string {
  const heads = ['division', 'period', 'state', 'service', 'driver', 'channel', 'caseType'];
  const amounts = ['volume', 'rate', 'standardCharge', 'trueUp', 'charge', 'currency'];
  const rows = lines.map((line) => [
    ...[division, period, state, line.service, line.driver],
    ...[line.channel ?? '', line.caseType ?? '', line.volume, line.rate],
    ...[...amountsOf(line), line.charge.currency],
  ]);
  return csvText([[...heads, ...amounts], ...rows]);
}

type Amounts = Pick<Statement, 'standardCharge' | 'trueUp' | 'charge'>;

function amountsOf({ standardCharge, trueUp, charge }: Amounts): readonly string[] {
  return [standardCharge.amount, trueUp.amount, charge.amount];
}
