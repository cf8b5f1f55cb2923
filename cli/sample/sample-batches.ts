import type { SampleCompany } from '../../sample/company.ts';

/** One request of a load. */
export interface Batch {
  readonly query: string;
  readonly variables: object;
  readonly rows: number;
}

const ROWS = 500;
const RESULT = '{ accepted unchanged rejected rejections { index reason } }';

/**
 * The company as requests to the gateway, a lane a room: within a lane each request finds what it names,
 * and lanes do not wait for each other.
 */
export function sampleLanes(company: SampleCompany): readonly (readonly Batch[])[] {
  const { banking, lending, service, center } = company;
  return [
    inputs('importBankingRecords', 'BankingRecordsInput', banking, [
      'customers',
      'accounts',
      'cards',
      'transactions',
    ]),
    inputs('importLendingRecords', 'LendingRecordsInput', lending, ['borrowers', 'loans']),
    [
      ...lists('importCases', 'CaseRecordInput', service.cases),
      ...lists('importInteractions', 'InteractionRecordInput', service.interactions),
      ...lists('importSurveyAnswers', 'SurveyAnswerRecordInput', service.surveyAnswers),
      ...lists('importReferrals', 'ReferralRecordInput', service.referrals),
    ],
    [
      setting('setServiceRates', 'ServiceRatesInput', center.rates),
      ...center.pools.map((pool) => setting('setCostPool', 'CostPoolInput', pool)),
      ...center.baselines.map((baseline) => setting('setBaseline', 'BaselineInput', baseline)),
    ],
  ];
}

function inputs<Records extends object>(
  field: string,
  type: string,
  records: Records,
  parts: readonly (keyof Records & string)[],
): readonly Batch[] {
  const query = `mutation Load($input: ${type}!) { ${field}(input: $input) ${RESULT} }`;
  return parts.flatMap((part) =>
    chunks(records[part] as readonly object[]).map((rows) => ({
      query,
      variables: { input: { [part]: rows } },
      rows: rows.length,
    })),
  );
}

function lists(field: string, type: string, records: readonly object[]): readonly Batch[] {
  const query = `mutation Load($records: [${type}!]!) { ${field}(records: $records) ${RESULT} }`;
  return chunks(records).map((rows) => ({
    query,
    variables: { records: rows },
    rows: rows.length,
  }));
}

function setting(field: string, type: string, input: object): Batch {
  const query = `mutation Load($input: ${type}!) { ${field}(input: $input) { version } }`;
  return { query, variables: { input }, rows: 1 };
}

function chunks<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const count = Math.ceil(rows.length / ROWS);
  return Array.from({ length: count }, (_, index) => rows.slice(index * ROWS, (index + 1) * ROWS));
}
