import { LEDGER_APPEND_SCOPE, readLedgerBatch } from '../../schema/ledger-batch.ts';
import { connectionOf, readPage, type PageArguments } from '../kit/connection.ts';
import { DomainError } from '../kit/domain-error.ts';
import type { Resolvers } from '../kit/resolvers.ts';
import type { RoomContext } from '../kit/room.ts';
import { appendBatch } from './ledger/append-batch.ts';
import { cursorOf, readLog } from './ledger/read-log.ts';
import { whoRead } from './ledger/who-read.ts';
import type { LoggedRead } from './model.ts';
import type { GovernanceServices } from './services.ts';

type Context = RoomContext<GovernanceServices>;

interface LogArguments extends PageArguments {
  readonly customer?: string | null;
  readonly field?: string | null;
  readonly subject?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
}

export const governanceResolvers: Resolvers = {
  Query: {
    async accessLog(_parent: unknown, args: LogArguments, { caller, services }: Context) {
      requireScope(caller, 'ledger:read');
      const { customer, field = null, subject = null, from = null, to = null } = args;
      const page = readPage(args);
      const { database, keys } = services;
      const keyed = customer === null || customer === undefined ? null : keys.hash(customer);
      const rows = await readLog(
        database,
        { customer: keyed, field: storable(field), subject: storable(subject), from, to },
        page,
      );
      return connectionOf(rows, page, cursorOf);
    },
    async whoRead(_parent: unknown, args: { readonly customer: string }, context: Context) {
      requireScope(context.caller, 'ledger:read');
      const { database, keys } = context.services;
      return whoRead(database, keys.hash(args.customer));
    },
  },
  Mutation: {
    async appendReads(_parent: unknown, args: { readonly batch: string }, context: Context) {
      requireScope(context.caller, LEDGER_APPEND_SCOPE);
      const { database, keys } = context.services;
      return appendBatch(database, readLedgerBatch(args.batch), keys);
    },
  },
  AccessLogEntry: {
    customers: ({ customers }: LoggedRead, _args: unknown, { services }: Context) =>
      customers.map((sealed) => openedOrNull(sealed, services)),
  },
};

/** The room's own word on it: the gateway has asked before. */
function requireScope({ scopes }: Context['caller'], scope: string): void {
  if (scopes.includes(scope)) return;
  throw new DomainError('FORBIDDEN', `This needs the scope "${scope}".`);
}

/** What was sealed with a key that is gone stays closed; the rest of the entry says its piece. */
function openedOrNull(sealed: Buffer, { keys }: GovernanceServices): string | null {
  try {
    return keys.unseal(sealed);
  } catch {
    return null;
  }
}

/** Databases refuse texts with a zero character, and no row of ours has one. */
function storable(text: string | null): string | null {
  return text?.replaceAll('\0', '\uFFFD') ?? null;
}
