import { defineRoom, type RoomEnvironment } from '../kit/room.ts';
import { createCustomerKeys } from './ledger/customer-keys.ts';
import { openLedgerKey } from './ledger/ledger-key.ts';
import { keepRetention } from './ledger/keep-retention.ts';
import { readRetentionPolicy } from './ledger/retention.ts';
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
});

function openServices(environment: RoomEnvironment<GovernanceTables>): GovernanceServices {
  const { database, clock, settings, dataDirectory, log } = environment;
  const keys = createCustomerKeys(openLedgerKey(settings, dataDirectory));
  const policy = readRetentionPolicy(settings['LEDGER_RETENTION']);
  const stop = keepRetention(database, policy, { clock, log });
  return Object.freeze({ database, keys, clock, stop });
}
