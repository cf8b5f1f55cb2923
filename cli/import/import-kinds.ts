import type { GatewayClient } from '../client/gateway-client.ts';
import type { ImportKind } from './input-types.ts';
import type { ImportRecord } from './map-row.ts';

/** What became of the rows of one request. */
export interface BatchResult {
  readonly accepted: number;
  readonly unchanged: number;
  /** Places of those that were known already, where they are asked for. */
  readonly unchangedAt?: readonly number[];
  readonly rejections: readonly { readonly index: number; readonly reason: string }[];
  /** Rows that were accepted with values that had to be kept as they came. */
  readonly remarks: readonly string[];
}

/** Sends one batch of records of a kind. */
export type SendBatch = (
  client: GatewayClient,
  /** Of records that name none themselves. */
  division: string | null,
  records: readonly ImportRecord[],
) => Promise<BatchResult>;

const RESULT = 'accepted unchanged rejections { index reason }';

export const importKinds: Readonly<Record<ImportKind, SendBatch>> = Object.freeze({
  customers: sendCustomers,
  complaints: recordsSender('importCases', 'CaseRecordInput'),
  cases: recordsSender('importCaseLogs', 'CaseLogRecordInput', 'unchangedAt'),
  calls: recordsSender('importInteractions', 'InteractionRecordInput'),
  reviews: recordsSender('importSurveyAnswers', 'SurveyAnswerRecordInput'),
  loans: sendLoans,
});

/** For mutations of the service room, which take a list of records and answer alike. */
function recordsSender(field: string, input: string, more = ''): SendBatch {
  const query = `mutation Import($records: [${input}!]!) {
    result: ${field}(records: $records) { ${RESULT} ${more} }
  }`;
  return async (client, division, records) => {
    const complete = records.map((record) => ({ division, ...record }));
    return readResult(await client.ask(query, { records: complete }));
  };
}

const SEND_LOANS = `mutation Import($input: LendingRecordsInput!) {
  result: importLendingRecords(input: $input) { ${RESULT} }
}`;

/** A row of a loan file holds the loan and, mostly, its borrower; the borrowers go first. */
async function sendLoans(
  client: GatewayClient,
  division: string | null,
  records: readonly ImportRecord[],
): Promise<BatchResult> {
  if (division !== 'lending') {
    throw new Error(`Loans belong to division lending, but got: --division ${division ?? ''}.`);
  }
  const rows = records.map(({ borrower, ...loan }, index) => ({ index, loan, borrower }));
  const withBorrower = rows.filter((row) => isRecord(row.borrower));
  const borrowers = withBorrower.map(({ borrower }) => borrower);
  const loans = rows.map(({ loan, borrower }) => ({
    ...loan,
    ...(isRecord(borrower) ? { borrowerLocalId: borrower['localId'] } : {}),
  }));
  const unknown =
    borrowers.length === 0
      ? []
      : readResult(await client.ask(SEND_LOANS, { input: { borrowers } })).rejections;
  const result = readResult(await client.ask(SEND_LOANS, { input: { loans } }));
  const remarks = unknown.map(({ reason }) => `borrower not taken: ${reason}`);
  return { ...result, remarks };
}

function isRecord(value: unknown): value is ImportRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type ImportAnswer = Omit<BatchResult, 'remarks'>;

function readResult(data: Readonly<Record<string, unknown>>): BatchResult {
  const answer = data['result'] as ImportAnswer; // The shape that the query selects.
  return { ...answer, remarks: [] };
}

const SEND_CUSTOMERS = `mutation Import($division: ID!, $records: [CustomerRecordInput!]!) {
  result: submitCustomerRecords(division: $division, records: $records) {
    accepted unchanged results { outcome faults { field message } }
  }
}`;

interface CustomersAnswer {
  readonly accepted: number;
  readonly unchanged: number;
  readonly results: readonly {
    readonly outcome: string;
    readonly faults: readonly { readonly field: string; readonly message: string }[];
  }[];
}

async function sendCustomers(
  client: GatewayClient,
  division: string | null,
  records: readonly ImportRecord[],
): Promise<BatchResult> {
  const data = await client.ask(SEND_CUSTOMERS, { division, records });
  const answer = data['result'] as CustomersAnswer; // The shape that the query selects.
  const rejections = answer.results.flatMap((result, index) =>
    result.outcome === 'REJECTED'
      ? [
          {
            index,
            reason: result.faults.map((fault) => `${fault.field}: ${fault.message}`).join('; '),
          },
        ]
      : [],
  );
  const remarks = answer.results.flatMap((result) =>
    result.outcome === 'ACCEPTED'
      ? result.faults.map((fault) => `${fault.field} kept as it came`)
      : [],
  );
  return { accepted: answer.accepted, unchanged: answer.unchanged, rejections, remarks };
}
