import { expect, test } from '@jest/globals';
import type { AnyDomainEvent } from '../../../../schema/events.ts';
import { announcementsOf } from '../../../../subgraphs/kit/announcements-of.ts';
import { readRoomSdl } from '../../../../subgraphs/kit/room-sdl.ts';
import { serviceRoom } from '../../../../subgraphs/service/main.ts';
import { tellEntries } from '../../../../subgraphs/service/cases/case-events.ts';
import type { CaseMove } from '../../../../subgraphs/service/cases/case-machine.ts';
import type { CaseIdentity } from '../../../../subgraphs/service/model.ts';

const ABOUT: CaseIdentity = {
  id: 'c',
  number: 'C-000001',
  division: 'banking',
  localId: null,
  type: 'QUESTION',
  priority: 'NORMAL',
  channel: null,
  category: null,
  valueTier: null,
};
const OPEN: CaseMove = { verb: 'open' };
const ROUTE: CaseMove = { verb: 'route', team: 'first', rule: 'all', version: 1 };

/** What is told of queues, as `team change`. */
function told(...moves: readonly CaseMove[]): readonly string[] {
  const entries = moves.map((move) => ({ ...move, at: new Date(0), actor: 'a' }));
  return tellEntries(ABOUT, null, entries).flatMap(({ type, payload }) =>
    type === 'queue.changed' ? [`${payload.team} ${payload.change}`] : [],
  );
}

test.each<[string, readonly CaseMove[], readonly string[]]>([
  ['opened without a team', [OPEN, { verb: 'assign', agent: 'a' }], []],
  ['taken', [OPEN, ROUTE, { verb: 'assign', agent: 'a' }], ['first ENTERED', 'first LEFT']],
  [
    'transferred',
    [OPEN, ROUTE, { verb: 'transfer', team: 'other', from: 'first', reason: 'r' }],
    ['first ENTERED', 'first LEFT', 'other ENTERED'],
  ],
  [
    'paused and resumed',
    [OPEN, ROUTE, { verb: 'pause', waitingFor: 'CUSTOMER' }, { verb: 'resume' }],
    ['first ENTERED', 'first LEFT', 'first ENTERED'],
  ],
  [
    'given another priority',
    [OPEN, ROUTE, { verb: 'prioritise', priority: 'LOW', before: 'NORMAL' }],
    ['first ENTERED', 'first MOVED'],
  ],
  ['closed', [OPEN, ROUTE, { verb: 'close' }], ['first ENTERED', 'first LEFT']],
])('of a case that is %s each queue that it changes is told', (_, moves, expected) => {
  expect(told(...moves)).toEqual(expected);
});

const announced = announcementsOf(readRoomSdl(serviceRoom));

/** Which subscriptions hear of the last of several moves. */
function heard(...moves: readonly CaseMove[]): readonly string[] {
  const entries = moves.map((move) => ({ ...move, at: new Date(0), actor: 'a' }));
  const before = tellEntries(ABOUT, null, entries.slice(0, -1)).length;
  const events = tellEntries(ABOUT, null, entries)
    .slice(before)
    .map((event, place) => ({ ...event, id: String(place) }) as AnyDomainEvent); // As the outbox numbers them.
  return announced(events).map(({ field }) => field);
}

const ESCALATE = { verb: 'escalate', level: 1, from: null, reason: 'r', rung: null } as const;

test.each<[string, readonly CaseMove[]]>([
  ['routed', [OPEN, ROUTE]],
  ['taken', [OPEN, ROUTE, { verb: 'assign', agent: 'a' }]],
  ['transferred', [OPEN, ROUTE, { verb: 'transfer', team: 'other', from: 'first', reason: 'r' }]],
  ['escalated', [OPEN, ROUTE, { ...ESCALATE, kind: 'FUNCTIONAL', to: 'other' }]],
  ['paused', [OPEN, ROUTE, { verb: 'pause', waitingFor: 'CUSTOMER' }]],
])('of a case that is %s both who waits for cases and who waits for queues hear', (_, moves) => {
  expect([...new Set(heard(...moves))].sort()).toEqual(['caseChanged', 'queueChanged']);
});

test('of a case that is escalated to who decides more hears who waits for cases, also in no queue', () => {
  expect(heard(OPEN, { ...ESCALATE, kind: 'HIERARCHICAL', to: 'chief' })).toEqual(['caseChanged']);
});
