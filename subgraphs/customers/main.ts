import {
  agreesToCalls,
  agreesToEmail,
  agreesToPost,
} from '../../schema/access/agrees-to-purpose.ts';
import { freeOfLegalHold, usableDespiteHold } from '../../schema/access/legal-hold.ts';
import { servesThisCustomer } from '../../schema/access/own-division.ts';
import type { Caller } from '../kit/caller.ts';
import { defineRoom, type RoomEnvironment } from '../kit/room.ts';
import { keepLinkers } from './stewards/match-models.ts';
import { createLoaders } from './loaders.ts';
import { customerMigrations } from './migrations.ts';
import { customerResolvers } from './resolvers.ts';
import { takeRecordedEvents, type CustomerServices } from './submit-customer-records.ts';
import { SCHEMA, type CustomerTables } from './tables.ts';

/** The central customer database: who a customer is. */
export const customersRoom = defineRoom({
  name: SCHEMA,
  schemaFile: new URL('./schema.graphql', import.meta.url),
  migrations: customerMigrations,
  open: ({
    database,
    clock,
    log,
    kick,
  }: RoomEnvironment<CustomerTables>): Promise<CustomerServices> =>
    Promise.resolve({ database, clock, log, kick, linkers: keepLinkers() }),
  contextFor: ({ database, clock }: CustomerServices, caller: Caller) => ({
    loaders: createLoaders(database, clock, caller),
  }),
  resolvers: customerResolvers,
  judges: [
    servesThisCustomer,
    usableDespiteHold,
    freeOfLegalHold,
    agreesToCalls,
    agreesToEmail,
    agreesToPost,
  ],
  consumes: [{ types: ['customer.recorded'], handle: takeRecordedEvents }],
});
