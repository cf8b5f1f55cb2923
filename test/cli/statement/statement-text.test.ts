import { describe, expect, test } from '@jest/globals';
import { centerCsv, centerText, type Center } from '../../../cli/statement/center-text.ts';
import {
  statementCsv,
  statementText,
  type Statement,
} from '../../../cli/statement/statement-text.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

const STATEMENT: Statement = {
  division: 'banking',
  period: '2026-01',
  state: 'CLOSED',
  basis: 'ACTUAL',
  mode: 'BREAK_EVEN',
  poolVersion: 2,
  ratesVersion: 1,
  ratesFrom: '2025-12',
  lines: [
    {
      service: 'calls, by phone',
      driver: 'CONTACTS',
      channel: 'PHONE',
      caseType: null,
      volume: '5',
      rate: '10',
      standardCharge: usd('50.00'),
      trueUp: usd('8.10'),
      charge: usd('58.10'),
    },
  ],
  standardCharge: usd('50.00'),
  trueUp: usd('8.10'),
  charge: usd('58.10'),
  savings: null,
};

describe("a division's statement", () => {
  test('is a table for people', () => {
    expect(statementText(STATEMENT).split('\n')).toEqual([
      'Statement of banking for 2026-01, in USD',
      'Closed; charged from actual costs, to break even; costs version 2, rates of 2025-12 version 1',
      '',
      'service          counted by      volume  rate  standard  true-up  charge',
      'calls, by phone  CONTACTS PHONE       5    10     50.00     8.10   58.10',
      'total                                             50.00     8.10   58.10',
      '',
      'No baseline is set, so no saving can be told.',
    ]);
  });

  test('tells the saving when there is a baseline', () => {
    const savings = {
      baseline: usd('60.00'),
      volumeVariance: usd('12.00'),
      mixVariance: usd('-9.00'),
      priceVariance: usd('6.30'),
      rateVariance: usd('-9.30'),
      cost: usd('60.00'),
      retainedCost: usd('1.90'),
      saving: usd('9.30'),
    };
    const lines = statementText({ ...STATEMENT, state: 'OPEN', savings }).split('\n');
    expect(lines[1]).toMatch(/^Open: charges may still change;/);
    expect(lines.slice(-8)).toEqual([
      'baseline of the month      60.00',
      'more or fewer units        12.00',
      'other services among them  -9.00',
      'prices since                6.30',
      "the center's doing         -9.30",
      'cost now                   60.00',
      'of it retained              1.90',
      'saving                      9.30',
    ]);
  });

  test('is CSV for programs', () => {
    expect(statementCsv(STATEMENT)).toBe(
      'division,period,state,service,driver,channel,caseType,volume,rate,standardCharge,trueUp,charge,currency\n' +
        'banking,2026-01,CLOSED,"calls, by phone",CONTACTS,PHONE,,5,10,50.00,8.10,58.10,USD\n',
    );
  });
});

const CENTER: Center = {
  period: '2026-01',
  state: 'OPEN',
  costs: [
    { category: 'salaries', budget: usd('150.00'), actual: usd('160.00') },
    { category: 'rent', budget: usd('9.00'), actual: null },
  ],
  budget: usd('159.00'),
  pool: usd('159.00'),
  charged: usd('159.00'),
  result: usd('0.00'),
  absorption: { variance: usd('9.00'), spending: usd('0.00'), volume: usd('9.00') },
  contacts: 0,
  costPerContact: null,
  statements: [
    {
      division: 'banking',
      standardCharge: usd('150.00'),
      trueUp: usd('9.00'),
      charge: usd('159.00'),
    },
  ],
};

describe("the center's month", () => {
  test('is a table of costs, charges and result', () => {
    const text = centerText(CENTER);
    expect(text).toContain('The service center in 2026-01, in USD (open)');
    expect(text).toMatch(/^rent +9\.00 +not known$/m);
    expect(text).toMatch(/^pool +159\.00 +159\.00$/m);
    expect(text).toMatch(/^banking +150\.00 +9\.00 +159\.00$/m);
    expect(text).toMatch(/^cost per contact +no contacts$/m);
  });

  test('is a row a division in CSV', () => {
    expect(centerCsv(CENTER)).toBe(
      'period,state,division,standardCharge,trueUp,charge,currency\n' +
        '2026-01,OPEN,banking,150.00,9.00,159.00,USD\n',
    );
  });
});
