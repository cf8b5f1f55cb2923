import { defineRoom, type RoomEnvironment } from '../kit/room.ts';
import { applyRetention } from './ledger/apply-retention.ts';
import { countAccess } from './ledger/count-access.ts';
import { createCustomerKeys } from './ledger/customer-keys.ts';
import { everyHour } from './ledger/every-hour.ts';
import { noteHolds } from './ledger/held-customers.ts';
import { openLedgerKey } from './ledger/ledger-key.ts';
import { readRetentionPolicy } from './ledger/retention.ts';
import { createSubjectHash } from './ledger/subject-hash.ts';
import { governanceMigrations } from './migrations.ts';
import { governanceResolvers } from './resolvers.ts';
import type { GovernanceServices } from './services.ts';
import { SCHEMA, type GovernanceTables } from './tables.ts';

/** The governance room: the read ledger, and what auditors ask it. */
export const governanceRoom = defineRoom<GovernanceTables, GovernanceServices, object>({
  name: SCHEMA,
  schemaFile: new URL('./schema.graphql', import.meta.url),
  migrations: governanceMigrations,
  open: (environment) => Promise.resolve(openServices(environment)),
  close: (services) => services.stop(),
  contextFor: () => ({}),
  resolvers: governanceResolvers,
  consumes: [
    {
      types: ['customer.held', 'customer.released', 'customer.merged', 'customer.split'],
      handle: noteHolds,
    },
  ],
});

function openServices(environment: RoomEnvironment<GovernanceTables>): GovernanceServices {
  const { database, clock, settings, dataDirectory, log, kick } = environment;
  const key = openLedgerKey(settings, dataDirectory);
  const hash = createSubjectHash(key);
  const policy = readRetentionPolicy(settings['LEDGER_RETENTION']);
  const work = async (): Promise<void> => {
    // What is let go can be counted no more.
    if ((await countAccess(database, hash)) > 0) kick();
    const expired = await applyRetention(database, policy, clock());
    if (expired > 0) log.info({ expired }, 'entries of the read ledger are no longer kept');
  };
  const failed = (error: unknown): void =>
    log.error(error, 'the read ledger could not be counted, or its retention not be applied');
  return Object.freeze({
    ...{ database, keys: createCustomerKeys(key), clock },
    stop: everyHour(work, failed),
  });
}
