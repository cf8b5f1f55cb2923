import type { DocumentNode, GraphQLSchema } from 'graphql';
import { pino } from 'pino';

import { namedPolicies } from '../../schema/access/rules.ts';
import { RowRule } from '../../schema/access/row-rule.ts';
import { roomOf } from '../../schema/read-room.ts';
import type { Caller } from '../../subgraphs/kit/caller.ts';
import { createFieldGuard } from '../../subgraphs/kit/field-guard.ts';
import { roomRequirements } from '../../subgraphs/kit/room-requirements.ts';

/** A room's field guard without the server round it: rejects what the room would refuse. */
export function fieldGuardOf(
  name: string,
  { sdl, schema }: { readonly sdl: DocumentNode; readonly schema: GraphQLSchema },
): (document: DocumentNode, caller: Caller) => Promise<void> {
  const guard = createFieldGuard({
    schema,
    requirements: roomRequirements(roomOf({ name, url: '', file: name }, sdl)),
    owners: new Map(),
    policies: namedPolicies,
    // Every rule about objects is one that resolvers apply.
    judges: Object.values(namedPolicies).filter((one) => one instanceof RowRule),
    log: pino({ level: 'silent' }),
  });
  return async (document, caller) => {
    // Of all that a server tells its plugins, the guard reads these two.
    const started = await guard.requestDidStart?.({} as never);
    await started?.didResolveOperation?.({ document, contextValue: { caller } } as never);
  };
}
