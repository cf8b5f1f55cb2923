import type { Caller } from '../../../../subgraphs/kit/caller.ts';
import type { Answer, TestRoom } from '../../../support/room-client.ts';

export const CONTROLLER = Object.freeze({
  subject: 'controller-1',
  scopes: ['chargeback:read', 'chargeback:write'],
});

const MONEY = '{ amount currency }';

export const STATEMENT_FIELDS = `
  period division state basis mode poolVersion ratesFrom ratesVersion
  lines { service driver channel caseType volume rate standardCharge ${MONEY} trueUp ${MONEY} charge ${MONEY} }
  standardCharge ${MONEY} trueUp ${MONEY} charge ${MONEY}
  savings {
    baselineVersion baseline ${MONEY} volumeVariance ${MONEY} mixVariance ${MONEY} priceVariance ${MONEY}
    rateVariance ${MONEY} retainedCost ${MONEY} cost ${MONEY} saving ${MONEY} withoutBaseline
  }`;

export function chargebackClient(room: TestRoom) {
  const mutate = (field: string, type: string) => async (input: object) => {
    const query = `mutation ($input: ${type}!) { ${field}(input: $input) { book subject version actor at content } }`;
    return room.ask(query, { input }, CONTROLLER);
  };
  return Object.freeze({
    setCostPool: mutate('setCostPool', 'CostPoolInput'),
    setServiceRates: mutate('setServiceRates', 'ServiceRatesInput'),
    reportVolumes: mutate('reportVolumes', 'ReportVolumesInput'),
    setBaseline: mutate('setBaseline', 'BaselineInput'),
    close: (period: string, caller: Partial<Caller> = CONTROLLER) =>
      room.ask(
        'mutation ($period: String!) { closeChargebackPeriod(period: $period) { state } }',
        { period },
        caller,
      ),
    statement: (division: string, period: string, caller: Partial<Caller> = CONTROLLER) =>
      room.ask(
        `query ($division: ID!, $period: String!) {
          chargebackStatement(division: $division, period: $period) { ${STATEMENT_FIELDS} }
        }`,
        { division, period },
        caller,
      ),
    center: (period: string, caller: Partial<Caller> = CONTROLLER) =>
      room.ask(
        `query ($period: String!) { chargeback(period: $period) {
          period state basis costs { category budget ${MONEY} actual ${MONEY} }
          budget ${MONEY} pool ${MONEY} charged ${MONEY} result ${MONEY}
          absorption { variance ${MONEY} spending ${MONEY} volume ${MONEY} }
          contacts costPerContact ${MONEY} statements { division charge ${MONEY} }
        } }`,
        { period },
        caller,
      ),
    entries: (book: string, subject?: string) =>
      room.ask(
        'query ($book: Book!, $subject: String) { bookEntries(book: $book, subject: $subject) { subject version actor at content } }',
        { book, subject },
        CONTROLLER,
      ),
  });
}

/** The only error of an answer, as code and message. */
export function refusalOf({ errors = [] }: Answer): readonly [unknown, string | undefined] {
  return [errors[0]?.extensions['code'], errors[0]?.message];
}
