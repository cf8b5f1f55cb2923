import { isDeepStrictEqual } from 'node:util';
import type { Transaction } from 'kysely';
import { DomainError } from '../../kit/domain-error.ts';
import type { RoomContext } from '../../kit/room.ts';
import { appendEntry, latestEntry, lockBooks, type NewEntry } from '../books/book-store.ts';
import type { Book, ReportedVolumes } from '../books/books.ts';
import type { MetricsServices } from '../services.ts';
import type { MetricsTables } from '../tables.ts';
import { chargeMonth } from './charge-month.ts';
import { centerAnswer } from './chargeback-answers.ts';
import {
  checkName,
  readBaseline,
  readCostPool,
  readReportedVolumes,
  readServiceRates,
  type BaselineInput,
  type CostPoolInput,
  type ServiceRatesInput,
} from './chargeback-input.ts';
import { checkSeesAll } from './chargeback-resolvers.ts';
import { reportedSubject } from './measure-volumes.ts';
import { readMonth } from './month.ts';

type Context = RoomContext<MetricsServices>;
type Input<Value, Also = unknown> = { readonly input: Value & Also };

export const chargebackMutations = Object.freeze({
  setCostPool(_: unknown, { input }: Input<CostPoolInput, { period: string }>, context: Context) {
    const subject = readMonth('input.period', input.period);
    const content = readCostPool(input);
    return set(context, { book: 'COST_POOL', subject, content }, (transaction) =>
      checkOpen(transaction, subject),
    );
  },

  setServiceRates(
    _: unknown,
    { input }: Input<ServiceRatesInput, { from: string }>,
    context: Context,
  ) {
    const subject = readMonth('input.from', input.from);
    return set(context, { book: 'SERVICE_RATES', subject, content: readServiceRates(input) });
  },

  reportVolumes(
    _: unknown,
    { input }: Input<ReportedVolumes, { period: string; service: string }>,
    context: Context,
  ) {
    const month = readMonth('input.period', input.period);
    checkName('input.service', input.service);
    const subject = reportedSubject(month, input.service);
    const content = readReportedVolumes(input.volumes);
    return set(context, { book: 'REPORTED_VOLUMES', subject, content }, (transaction) =>
      checkOpen(transaction, month),
    );
  },

  setBaseline(_: unknown, { input }: Input<BaselineInput, { division: string }>, context: Context) {
    checkName('input.division', input.division);
    const content = readBaseline(input);
    return set(context, { book: 'BASELINE', subject: input.division, content });
  },

  async closeChargebackPeriod(_: unknown, args: { readonly period: string }, context: Context) {
    checkSeesAll(context);
    const month = readMonth('period', args.period);
    const { database } = context.services;
    const closed = await database.transaction().execute(async (transaction) => {
      await lockBooks(transaction);
      await checkOpen(transaction, month);
      await closeMonth(transaction, month, context);
      return chargeMonth(transaction, month);
    });
    context.services.kick();
    return centerAnswer(closed);
  },
});

async function closeMonth(
  transaction: Transaction<MetricsTables>,
  month: string,
  { caller, services }: Context,
): Promise<void> {
  const { pool, rates, contacts, volumes, isActual } = await chargeMonth(transaction, month);
  if (!isActual) {
    throw new DomainError(
      'BAD_USER_INPUT',
      `${month} can be closed when every cost has its actual amount, but one has none.`,
    );
  }
  const made = { actor: caller.subject, at: services.clock() };
  const of = { poolVersion: pool.version, ratesFrom: rates.subject, ratesVersion: rates.version };
  const content = { ...of, contacts, volumes };
  await appendEntry(transaction, { book: 'CLOSED_MONTH', subject: month, content, ...made });
}

/** Writes a new version, unless it would say what the latest says. The answer is the entry, its content as JSON. */
async function set<Name extends Book>(
  context: Context,
  entry: Omit<NewEntry<Name>, 'actor' | 'at'>,
  check: (transaction: Transaction<MetricsTables>) => Promise<void> = () => Promise.resolve(),
): Promise<object> {
  checkSeesAll(context);
  const { caller, services } = context;
  const made = { actor: caller.subject, at: services.clock() };
  const written = await services.database.transaction().execute(async (transaction) => {
    await lockBooks(transaction);
    const latest = await latestEntry(transaction, entry.book, entry.subject);
    // Whoever lost the answer and asks again gets the same one.
    if (latest !== null && isDeepStrictEqual(latest.content, entry.content)) return latest;
    await check(transaction);
    return appendEntry(transaction, { ...entry, ...made });
  });
  services.kick();
  return { ...written, content: JSON.stringify(written.content) };
}

/** What a division was told stands: corrections of a closed month are costs of a later one. */
async function checkOpen(transaction: Transaction<MetricsTables>, month: string): Promise<void> {
  const closed = await latestEntry(transaction, 'CLOSED_MONTH', month);
  if (closed === null) return;
  const day = closed.at.toISOString().slice(0, 'YYYY-MM-DD'.length);
  throw new DomainError('BAD_USER_INPUT', `${month} was closed on ${day} and cannot be changed.`);
}
