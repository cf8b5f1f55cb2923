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
