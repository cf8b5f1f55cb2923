import { confinedTo } from '../../../schema/access/own-division.ts';
import type { Kysely } from 'kysely';
import { DomainError } from '../../kit/domain-error.ts';
import type { RoomContext } from '../../kit/room.ts';
import { seesSmallGroups } from '../answers/kpi-answers.ts';
import { listEntries } from '../books/book-store.ts';
import type { Book } from '../books/books.ts';
import type { MetricsServices } from '../services.ts';
import type { MetricsTables } from '../tables.ts';
import { chargeMonth, type ChargedMonth } from './charge-month.ts';
import {
  centerAnswer,
  savingsAnswer,
  statementAnswer,
  type StatementAnswer,
} from './chargeback-answers.ts';
import { refused } from './chargeback-input.ts';
import { readMonth } from './month.ts';

type Context = RoomContext<MetricsServices>;

interface EntriesArguments {
  readonly book: Book;
  readonly subject?: string | null;
  readonly first?: number | null;
}

export const chargebackQueries = Object.freeze({
  async chargeback(_: unknown, { period }: { readonly period: string }, context: Context) {
    checkSeesAll(context);
    return centerAnswer(await readCharges(context, period));
  },

  async chargebackStatement(
    _: unknown,
    args: { readonly division: string; readonly period: string },
    context: Context,
  ) {
    checkMaySee(context, args.division);
    return statementAnswer(await readCharges(context, args.period), args.division);
  },

  async bookEntries(_: unknown, args: EntriesArguments, context: Context) {
    checkSeesAll(context);
    // A decision has the numbers written down that it rested on, of however few people.
    if (args.book === 'IMPROVEMENT' && !seesSmallGroups(context)) {
      throw new DomainError('FORBIDDEN', 'This book is for those who may see small groups.');
    }
    const limit = args.first ?? DEFAULT_ENTRIES;
    if (limit < 1 || limit > MOST_ENTRIES) {
      throw refused('first', `from 1 to ${MOST_ENTRIES}`, String(limit));
    }
    const { database } = context.services;
    const entries = await listEntries(database, args.book, {
      subject: args.subject ?? null,
      limit,
    });
    return entries.map((entry) => ({ ...entry, content: JSON.stringify(entry.content) }));
  },
});

const DEFAULT_ENTRIES = 20;
const MOST_ENTRIES = 100;

export const statementResolvers = Object.freeze({
  savings: (parent: StatementAnswer, _: unknown, { services }: Context) =>
    savingsAnswer(services.database, parent),
});

/** Everything about a month is read from one state of the facts and the books. */
function readCharges({ services }: Context, period: string): Promise<ChargedMonth> {
  const month = readMonth('period', period);
  return readTogether(services.database, (database) => chargeMonth(database, month));
}

function readTogether<Value>(
  database: Kysely<MetricsTables>,
  read: (database: Kysely<MetricsTables>) => Promise<Value>,
): Promise<Value> {
  const transaction = database.transaction().setIsolationLevel('repeatable read');
  return transaction.setAccessMode('read only').execute(read);
}

/**
 * Whoever works for a division sees its own statement. Of the shared center, those see any who may read the
 * whole center's: `chargeback:own` without a division is nobody's statement.
 */
function checkMaySee({ caller }: Context, division: string): void {
  const sees = caller.division ?? (caller.scopes.includes('chargeback:read') ? division : null);
  if (sees !== division) {
    throw new DomainError('FORBIDDEN', 'This statement is for another division to read.');
  }
}

/** The whole center's numbers tell every division's, so nobody who is confined to one sees them. */
export function checkSeesAll({ caller }: Context): void {
  if (confinedTo(caller) === null) return;
  throw new DomainError('FORBIDDEN', 'This is for the shared center only.');
}
