import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import pino from 'pino';

import { createAccessControl } from '../../gateway/access/access-control.ts';
import type { BreakGlassEvent } from '../../gateway/access/break-glass-event.ts';
import { accessStep } from '../../gateway/access-step.ts';
import type { Caller } from '../../gateway/auth/caller.ts';
import { openGlass } from '../../gateway/auth/break-glass.ts';
import { readEmergencyScopes, readRoleScopes } from '../../gateway/auth/role-scopes.ts';
import { newRequestRecord } from '../../gateway/context.ts';
import { Deadline } from '../../gateway/deadline.ts';

const supergraph = readFileSync(
  new URL('../../schema/supergraph.graphql', import.meta.url),
  'utf8',
);

describe('what an emergency opens of an operation', () => {
  const access = createAccessControl({ supergraph });
  const agent: Caller = {
    ...{ subject: 'u1', roles: ['agent'], division: null, teams: [], purpose: null },
    scopes: [...(readRoleScopes().get('agent') ?? [])],
    expiresAt: 4_102_444_800,
  };
  const until = new Date('2026-01-01T12:30:00Z');
  const rules = { opens: readEmergencyScopes(), mostMinutes: 60, now: () => until };
  const declared = { reason: 'The hospital asks who the patient is', until };

  const openedOf = async (query: string, caller: Caller) => {
    const events: BreakGlassEvent[] = [];
    const step = accessStep(access, null, (event) => void events.push(event));
    const log = pino({ level: 'silent' });
    const context = {
      ...{ requestId: 'r', caller, log, deadline: new Deadline(Infinity) },
      record: newRequestRecord(),
    };
    const operation = { document: parse(query), presentation: null, operationName: null };
    const next = () => Promise.resolve({ data: { customer: null } });
    await step.run({ ...operation, variables: {}, context }, next);
    return events.map(({ opened }) => opened);
  };

  test('is what it shows more of, unmasked or at all', async () => {
    const query = '{ customer(id: "x") { id birthDate ids: identifiers { scheme value } } }';
    expect(await openedOf(query, openGlass(agent, declared, rules))).toEqual([
      ['customer.ids.@.value'],
    ]);
    expect(
      await openedOf('{ customer(id: "x") { id } }', openGlass(agent, declared, rules)),
    ).toEqual([[]]);
  });

  test('is not told of without one', async () => {
    expect(await openedOf('{ customer(id: "x") { identifiers { value } } }', agent)).toEqual([]);
  });
});
