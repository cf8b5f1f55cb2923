import { randomUUID } from 'node:crypto';
import type { LedgerBatch, LedgerReader, LedgerReading } from '../../../schema/ledger-batch.ts';
import type { TestRoom } from '../../support/room-client.ts';

/** One read as a test tells of it; what it leaves out is the same for all. */
export interface ToldRead {
  readonly at: string;
  readonly customers?: readonly string[];
  readonly subject?: string;
  readonly reader?: Partial<LedgerReader>;
  readonly fields?: readonly string[];
  readonly reading?: Partial<LedgerReading>;
  readonly operation?: string;
  readonly requestId?: string;
}

/** A batch as a gateway makes it. */
export function batchOf(reads: readonly ToldRead[], id: string = randomUUID()): LedgerBatch {
  return {
    id,
    readers: reads.map(({ subject = 'agent-1', reader }) => ({
      ...{ subject, roles: ['agent'], scopes: ['pii:contact'], division: null },
      ...{ client: 'desk', purpose: null, emergency: null, ...reader },
    })),
    operations: reads.map(({ operation = 'query Q { customer { emails } }' }) => ({
      name: 'Q',
      text: operation,
    })),
    readings: reads.map(({ fields = ['Customer.emails'], reading }) => ({
      level: 'CONFIDENTIAL',
      ...{ isPersonal: true, fields: [...fields], denied: [], ...reading },
    })),
    entries: reads.map(({ at, customers = [], requestId = 'request' }, index) => ({
      at: Date.parse(at),
      ...{ reader: index, operation: index, reading: index, requestId },
      customers: [...customers],
    })),
  };
}

const GATEWAY = Object.freeze({ subject: 'gateway', scopes: ['ledger:append'] });

export function sendBatch(room: TestRoom, batch: object, caller: object = GATEWAY) {
  const mutation = 'mutation ($batch: String!) { appendReads(batch: $batch) }';
  return room.ask(mutation, { batch: JSON.stringify(batch) }, caller);
}

export const AUDITOR = Object.freeze({ subject: 'auditor', scopes: ['ledger:read'] });

export const LOG = `query ($customer: ID, $field: String, $subject: String, $from: DateTime, $to: DateTime,
  $first: Int, $after: String, $last: Int, $before: String) {
  accessLog(customer: $customer, field: $field, subject: $subject, from: $from, to: $to,
    first: $first, after: $after, last: $last, before: $before) {
    nodes { position at requestId subject roles division client purpose emergency { reason until } operationHash operationName
      fields customers denied { field rule } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;
export const WHO =
  'query ($customer: ID!) { whoRead(customer: $customer) { subject clients purposes reads firstAt lastAt } }';

/** Four readers, of whom one declared an emergency, and what they read. */
export const READS: readonly ToldRead[] = [
  { at: '2026-01-01T10:00:00.000Z', customers: ['c1'], requestId: 'r1' },
  { at: '2026-01-01T10:00:01.000Z', customers: ['c1', 'c2'], requestId: 'r2', subject: 'agent-2' },
  {
    ...{ at: '2026-01-01T10:00:02.000Z', customers: ['c2'], requestId: 'r3' },
    fields: ['Customer.birthDate'],
    reader: {
      emergency: { reason: 'A caller in danger', until: Date.parse('2026-01-01T10:30:00Z') },
    },
    reading: {
      level: 'RESTRICTED',
      denied: [{ field: 'Account.balance', rule: 'scope:finance:read' }],
    },
  },
  { at: '2026-01-01T10:00:03.000Z', customers: [], requestId: 'r4', subject: 'agent-2' },
  {
    at: '2026-01-01T10:00:04.000Z',
    customers: ['c1'],
    requestId: 'r5',
    reader: { client: 'mail', purpose: 'care' },
  },
];
