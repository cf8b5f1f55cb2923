import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import type { TestRoom } from '../../support/room-client.ts';

/** Rows as another system would export them, each good as it is. */

export function customer(localId: string, changes: object = {}) {
  return { localId, version: '1', givenName: 'Ada', familyName: 'Example', ...changes };
}

export function account(number: string, holderLocalId: string | null, changes: object = {}) {
  return {
    number,
    holderLocalId,
    kind: 'CHECKING',
    status: 'OPEN',
    openedOn: '2025-01-01',
    balance: { amount: '0', currency: 'EUR' },
    ...changes,
  };
}

export function card(id: string, accountNumber: string, changes: object = {}) {
  const face = { lastFour: '1234', network: 'VISA', status: 'ACTIVE', expiresOn: '2028-12-31' };
  return { id, accountNumber, ...face, ...changes };
}

export function booking(id: string, accountNumber: string, changes: object = {}) {
  return { id, accountNumber, bookedAt: '2025-05-05T10:00:00Z', amount: '-1.50', ...changes };
}

export interface ImportAnswer {
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly rejections: readonly { index: number; key: string | null; reason: string }[];
}

export async function importRows(room: TestRoom, input: object): Promise<ImportAnswer> {
  const { data, errors } = await room.ask(
    `mutation ($input: BankingRecordsInput!) { importBankingRecords(input: $input) {
      accepted unchanged rejected rejections { index key reason } } }`,
    { input },
  );
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data.importBankingRecords;
}

/** What the room told the company, in the order of its telling. */
export async function eventsOf(database: DatabasePool, type: string) {
  const client = await database.pool.connect();
  try {
    const { rows } = await client.query(
      'select occurred_at, payload from banking.outbox where type = $1 order by position',
      [type],
    );
    return rows.map((row) => ({
      occurredAt: row.occurred_at.toISOString() as string,
      payload: row.payload,
    }));
  } finally {
    client.release();
  }
}

export async function wipe(database: DatabasePool): Promise<void> {
  const client = await database.pool.connect();
  try {
    for (const table of ['bank_customer', 'account', 'card', 'transaction', 'outbox']) {
      await client.query(`delete from banking."${table}"`);
    }
  } finally {
    client.release();
  }
}
