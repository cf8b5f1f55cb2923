import { customersRoom } from '../../../subgraphs/customers/main.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { startTestRoom, type TestRoomOptions } from '../../support/room-client.ts';

/** A record as a division sends it; only what a test is about is given. */
export interface SentRecord {
  readonly localId: string;
  readonly version?: string;
  readonly [field: string]: unknown;
}

export interface SentResult {
  readonly localId: string;
  readonly outcome: string;
  readonly customerId: string | null;
  readonly faults: readonly { readonly field: string; readonly message: string }[];
}

const SUBMIT = `mutation ($division: ID!, $records: [CustomerRecordInput!]!) {
  submitCustomerRecords(division: $division, records: $records) {
    accepted unchanged rejected
    results { localId outcome customerId faults { field message } }
  }
}`;

/** The room on a database that is open already, and the few things that its tests do all the time. */
export async function startCustomers(database: DatabasePool, options: TestRoomOptions = {}) {
  const room = await startTestRoom(customersRoom, { ...options, database });
  return {
    room,
    /** Row by row, in the order sent. */
    async submit(division: string, ...records: SentRecord[]): Promise<readonly SentResult[]> {
      const versioned = records.map((record) => ({ version: '1', ...record }));
      const { data, errors } = await room.ask(SUBMIT, { division, records: versioned });
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data['submitCustomerRecords'].results as readonly SentResult[];
    },
    async customer(id: string, selection: string): Promise<Record<string, any> | null> {
      const { data, errors } = await room.ask(
        `query ($id: ID!) { customer(id: $id) { ${selection} } }`,
        { id },
      );
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data['customer'] as Record<string, any> | null;
    },
    async idOf(division: string, localId: string): Promise<string | null> {
      const query = `query ($division: ID!, $localId: ID!) { customerBySource(division: $division, localId: $localId) { id } }`;
      const { data } = await room.ask(query, { division, localId });
      return (data['customerBySource']?.id as string | undefined) ?? null;
    },
    /** Events that name one of these customers, shortened, oldest first. */
    async eventsOf(...ids: readonly string[]): Promise<readonly string[]> {
      return (await this.events())
        .filter(({ payload }) => ids.includes(String(payload['customerId'])))
        .map(({ type, payload }) => `${type} ${String(payload['localId'] ?? payload['mergedId'])}`);
    },
    /** What the outbox has been given, oldest first. */
    async events(): Promise<readonly { type: string; payload: Record<string, unknown> }[]> {
      const client = await room.database.pool.connect();
      try {
        const { rows } = await client.query(
          'select type, payload from customers.outbox order by position',
        );
        return rows;
      } finally {
        client.release();
      }
    },
  };
}

export type Customers = Awaited<ReturnType<typeof startCustomers>>;

const SSN = 'US-SSN';

/** A verified national identifier. */
export const ssn = (value: string) => ({ identifiers: [{ scheme: SSN, value, verified: true }] });
export const verifiedEmail = (address: string) => ({ emails: [{ address, verified: true }] });
export const named = (given: string, family: string) => ({ name: { given, family } });
