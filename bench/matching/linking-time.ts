import { pino } from 'pino';
import { openRoomDatabase } from '../../subgraphs/kit/room-database.ts';
import { systemClock } from '../../subgraphs/kit/clock.ts';
import type { DatabasePool } from '../../subgraphs/kit/database.ts';
import { customerMigrations } from '../../subgraphs/customers/migrations.ts';
import { keepLinkers } from '../../subgraphs/customers/stewards/match-models.ts';
import {
  submitCustomerRecords,
  type CustomerServices,
} from '../../subgraphs/customers/submit-customer-records.ts';
import { SCHEMA, type CustomerTables } from '../../subgraphs/customers/tables.ts';
import { generateCustomer } from '../generated-customers.ts';

const BATCH = 500;

/** The central database, with nobody behind it. */
export async function openCustomers(pool: DatabasePool): Promise<CustomerServices> {
  return {
    database: await openRoomDatabase<CustomerTables>(pool, SCHEMA, customerMigrations),
    linkers: keepLinkers(),
    clock: systemClock,
    log: pino({ level: 'silent' }),
    kick: () => undefined,
  };
}

/** Takes customers `from` up to, not including, `to`, all of one division. */
export async function loadCustomers(
  services: CustomerServices,
  { from, to }: { readonly from: number; readonly to: number },
  progress: (loaded: number) => void = () => undefined,
): Promise<void> {
  for (let start = from; start < to; start += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, to - start) }, (_, index) => ({
      division: 'banking',
      record: generateCustomer(start + index),
    }));
    await submitCustomerRecords(services, batch);
    progress(start + batch.length);
  }
}

/** How many records a division has sent. */
export async function countRecords(
  { database }: CustomerServices,
  division: 'banking' | 'lending',
): Promise<number> {
  const { count } = await database
    .selectFrom('source_record')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('division', '=', division)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export interface LinkingOrder {
  /** How many are there. */
  readonly customers: number;
  /** How many are sent. */
  readonly records: number;
  /** How many were sent before. */
  readonly from?: number;
}

export interface LinkingTimes {
  /** Milliseconds from the record to its customer, committed; sorted. */
  readonly sorted: readonly number[];
  /** Records of known people. */
  readonly known: number;
  /** How many of those were linked with them. */
  readonly linked: number;
  /** Processor time of this process, in milliseconds a record. */
  readonly processor: number;
}

/**
 * Sends records one by one, as another division knows people: nine of ten known ones, with a slip in the
 * street and without the number that would give them away, the others new.
 */
export async function measureLinking(
  services: CustomerServices,
  { customers, records, from = 0 }: LinkingOrder,
): Promise<LinkingTimes> {
  const times: number[] = [];
  const results: (string | null)[] = [];
  const before = process.cpuUsage();
  for (let index = from; index < from + records; index++) {
    const isNew = index % 10 === 9;
    const number = isNew ? customers + index : (index * 7919) % customers;
    const record = asOtherDivisionKnows(number);
    const began = performance.now();
    const [result] = await submitCustomerRecords(services, [{ division: 'lending', record }]);
    times.push(performance.now() - began);
    if (!isNew) results.push(result?.customerId ?? null);
  }
  const { user, system } = process.cpuUsage(before);
  const sources = await Promise.all(results.map((id) => sourcesOf(services, id ?? '')));
  return {
    sorted: times.sort((a, b) => a - b),
    known: results.length,
    linked: sources.filter((count) => count > 1).length,
    processor: (user + system) / 1000 / records,
  };
}

function asOtherDivisionKnows(number: number) {
  const { identifiers: _, ...known } = generateCustomer(number);
  const addresses = known.addresses.map((address) => ({
    ...address,
    streetAddress: String(address['streetAddress']).replace('Street', 'St'),
  }));
  return { ...known, localId: `L${number}`, addresses };
}

async function sourcesOf({ database }: CustomerServices, customerId: string): Promise<number> {
  const { count } = await database
    .selectFrom('source_link')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('customer_id', '=', customerId)
    .executeTakeFirstOrThrow();
  return Number(count);
}
