import type { Kysely } from 'kysely';
import { readPage } from '../../subgraphs/kit/connection.ts';
import { readLog } from '../../subgraphs/governance/ledger/read-log.ts';
import { whoRead } from '../../subgraphs/governance/ledger/who-read.ts';
import type { GovernanceTables } from '../../subgraphs/governance/tables.ts';
import { percentile } from '../load/statistics.ts';
import { keyed, type LedgerSize } from './fill-ledger.ts';

type Read = (n: number) => Promise<readonly unknown[]>;

const ASKED = 200;

/** Asks for other rows each time, one question after another, and prints how long each kind took. */
export async function measureReads(
  database: Kysely<GovernanceTables>,
  size: LedgerSize,
): Promise<void> {
  console.log(
    '| question | median ms | P95 ms | most ms | rows |\n| --- | ---: | ---: | ---: | ---: |',
  );
  for (const [name, read] of questions(database, size)) console.log(await measured(name, read));
}

function questions(
  database: Kysely<GovernanceTables>,
  { readers, readings }: LedgerSize,
): readonly (readonly [string, Read])[] {
  const nothing = { customer: null, field: null, subject: null, from: null, to: null };
  const page = readPage({ first: 20 });
  const log = (filter: object) => readLog(database, { ...nothing, ...filter }, page);
  const subject = (n: number) => `agent-${1 + (n % readers)}`;
  const field = (n: number) => `Type.field${1 + (n % readings)}`;
  const customer = (n: number) => keyed(2 + n);
  const day = { from: '2025-02-01T00:00:00Z', to: '2025-02-02T00:00:00Z' };
  return [
    ['`whoRead`, a customer like any other', (n) => whoRead(database, customer(n))],
    ['`whoRead`, a customer of a hundredth of all reads', () => whoRead(database, keyed(1))],
    ['`accessLog`, the latest', () => log({})],
    ['a day long ago', () => log(day)],
    ['a customer', (n) => log({ customer: customer(n) })],
    ['a customer and a field', (n) => log({ customer: customer(n), field: field(n) })],
    [
      'a customer of a hundredth of all, and a subject',
      (n) => log({ customer: keyed(1), subject: subject(n) }),
    ],
    [
      'a customer of a hundredth of all, and a field rarely read of them',
      () => log({ customer: keyed(1), field: field(6) }),
    ],
    ['a subject', (n) => log({ subject: subject(n) })],
    ['a subject and a day', (n) => log({ subject: subject(n), ...day })],
    ['a subject and a field', (n) => log({ subject: subject(n), field: field(3 * n) })],
    ['a field', (n) => log({ field: field(n) })],
    ['a field that everybody reads', () => log({ field: 'Customer.name' })],
    ['a field and a day', (n) => log({ field: field(n), ...day })],
  ];
}

async function measured(name: string, read: Read): Promise<string> {
  const times: number[] = [];
  let rows = 0;
  for (let n = 0; n < ASKED; n += 1) {
    const began = performance.now();
    rows += (await read(n)).length;
    times.push(performance.now() - began);
  }
  const sorted = times.sort((a, b) => a - b);
  const [median, p95, most] = [0.5, 0.95, 1].map((share) => percentile(sorted, share).toFixed(1));
  return `| ${name} | ${median} | ${p95} | ${most} | ${(rows / ASKED).toFixed(0)} |`;
}
