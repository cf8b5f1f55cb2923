import { describe, expect, test } from '@jest/globals';
import { replay } from '../../../../subgraphs/service/cases/case-trail.ts';
import { tellLog } from '../../../../subgraphs/service/cases/log-events.ts';
import { loggedLife } from '../../../../subgraphs/service/cases/logged-life.ts';
import type {
  CaseLogRecord,
  LoggedEvent,
} from '../../../../subgraphs/service/imports/import-records.ts';
import type { CaseStatus } from '../../../../subgraphs/service/model.ts';
import { momentsOf, standingAfter, UNOPENED } from '../../../../subgraphs/service/sla/moments.ts';

const hour = (hours: number) => new Date(Date.UTC(2026, 2, 2, hours));
const event = (at: number, status: CaseStatus | null, more: object = {}): LoggedEvent => ({
  at: hour(at),
  status,
  ...more,
});
const record = (
  events: readonly LoggedEvent[],
  changes: Partial<CaseLogRecord> = {},
): CaseLogRecord => ({
  externalId: 'K',
  division: 'banking',
  type: 'INCIDENT',
  events,
  ...changes,
});

const told = {
  id: 'id',
  number: 'C-000001',
  division: 'banking',
  localId: null,
  type: 'INCIDENT',
  priority: 'NORMAL',
  channel: null,
  category: null,
  valueTier: null,
} as const;

/** `resolved 3, reopened 5`. */
const turns = (of: CaseLogRecord) =>
  loggedLife(of, 'me')
    .turns.map(({ kind, at }) => `${kind} ${(at.getTime() - hour(0).getTime()) / 3_600_000}`)
    .join(', ');
const facts = (of: CaseLogRecord) => replay('K', loggedLife(of, 'me').trail);

const REOPENED = [event(1, 'NEW'), event(2, 'OPEN'), event(3, 'SOLVED'), event(5, 'OPEN')];

describe('the life that a log tells of', () => {
  test('begins with the first entry, unless the record says when', () => {
    expect(facts(record([event(1, 'OPEN')]))).toMatchObject({ openedAt: hour(1), status: 'OPEN' });
    const opened = record([event(1, 'OPEN')], { openedAt: hour(0) });
    expect(facts(opened)).toMatchObject({ openedAt: hour(0), status: 'OPEN' });
  });

  test('goes by time, and where times are equal in the order in which entries came', () => {
    const log = record([event(3, 'SOLVED'), event(1, 'OPEN'), event(3, 'CLOSED'), event(2, 'NEW')]);
    expect(turns(log)).toBe('resolved 3, closed 3');
    expect(facts(log)).toMatchObject({ status: 'CLOSED', resolvedAt: hour(3), closedAt: hour(3) });
  });

  test('is reopened by every move out of SOLVED or CLOSED to work', () => {
    expect(turns(record(REOPENED))).toBe('resolved 3, reopened 5');
    expect(facts(record(REOPENED))).toMatchObject({ reopenCount: 1, resolvedAt: null });
    const closed = record([event(1, 'NEW'), event(2, 'CLOSED'), event(3, 'ON_HOLD')]);
    expect(turns(closed)).toBe('closed 2, reopened 3');
    expect(facts(closed)).toMatchObject({ status: 'ON_HOLD', closedAt: null, reopenCount: 1 });
  });

  test('stays where it was with an entry that names no state or the same one', () => {
    const log = record([event(1, null), event(2, 'SOLVED'), event(3, null), event(4, 'SOLVED')]);
    expect(turns(log)).toBe('resolved 2');
    expect(facts(log)).toMatchObject({ status: 'SOLVED', resolvedAt: hour(2) });
  });

  test('is over when its record says, and once it is over nothing comes after', () => {
    const log = [...REOPENED, event(8, 'CLOSED')];
    const stated = record(log, { resolvedAt: hour(4), closedAt: hour(9) });
    expect(turns(stated)).toBe('reopened 4, resolved 4, closed 9');
    expect(facts(stated)).toMatchObject({ resolvedAt: hour(4), closedAt: hour(9) });
  });

  test('goes on after the resolution that its record says while the log ends open', () => {
    expect(turns(record(REOPENED, { resolvedAt: hour(4) }))).toBe('resolved 4, reopened 5');
  });

  test('never came to what its record says it did not', () => {
    const log = [event(1, 'OPEN'), event(2, 'SOLVED'), event(3, 'CLOSED')];
    const stated = record(log, { resolvedAt: null, closedAt: null });
    expect(turns(stated)).toBe('');
    expect(facts(stated)).toMatchObject({ status: 'CLOSED', resolvedAt: null, closedAt: null });
    expect(turns(record(log, { resolvedAt: hour(2) }))).toBe('resolved 2, closed 3');
  });

  test('has the resolution of its record where the log has none', () => {
    const log = [event(1, 'OPEN'), event(6, 'CLOSED')];
    expect(turns(record(log, { resolvedAt: hour(5) }))).toBe('resolved 5, closed 6');
  });

  test('is withdrawn when it closes unsolved, unless closing is how its log solves', () => {
    const log = [
      event(1, 'OPEN'),
      event(6, 'CLOSED'),
      event(7, 'OPEN'),
      event(8, 'SOLVED'),
      event(9, 'CLOSED'),
    ];
    expect(turns(record(log))).toBe('closed 6, reopened 7, resolved 8, closed 9');
    expect(turns(record(log, { closingResolves: true }))).toBe(
      'resolved 6, closed 6, reopened 7, resolved 8, closed 9',
    );
    const closed = record(log.slice(0, 2), { closingResolves: true });
    expect(facts(closed)).toMatchObject({ status: 'CLOSED', resolvedAt: hour(6) });
  });

  test('was reopened as often as its record says', () => {
    const log = [...REOPENED, event(7, 'SOLVED')];
    expect(turns(record(log, { reopenCount: 0 }))).toBe('resolved 3, resolved 7');
    expect(turns(record(log, { reopenCount: 2 }))).toBe(
      'resolved 3, reopened 5, resolved 7, reopened 7, resolved 7',
    );
    expect(facts(record(log, { reopenCount: 2 }))?.reopenCount).toBe(2);
  });

  test('is told with each entry once, the state after it and the names of its source', () => {
    const log = record([
      event(1, 'NEW', { sourceState: 'Queued', agent: 'ann' }),
      event(2, null, { sourceState: 'Called', agent: 'ann' }),
      event(3, 'SOLVED', { agent: 'bob' }),
    ]);
    const events = tellLog(told, loggedLife(log, 'me'), false);
    expect(events.map(({ type }) => type.replace('case.', '')).join(' ')).toBe(
      'opened moved moved moved assigned assigned resolved sla-judged',
    );
    const states = events.filter(({ type }) => type === 'case.moved').map((one) => one.payload);
    expect(states).toMatchObject([
      { status: 'NEW', sourceState: 'Queued' },
      { status: 'NEW', sourceState: 'Called' },
      { status: 'SOLVED', sourceState: null },
    ]);
    expect(events[0]?.payload).not.toHaveProperty('status');
  });

  test('says what of its times cannot be true', () => {
    const log = record([event(1, 'OPEN')], { openedAt: hour(2), closedAt: hour(1) });
    expect(loggedLife(log, 'me').faults.map(({ rule }) => rule)).toEqual([
      'EVENT_BEFORE_OPENING',
      'CLOSING_BEFORE_OPENING',
    ]);
  });

  test('moves clocks as moves of our own would', () => {
    const states = ['PENDING_CUSTOMER', 'ON_HOLD', 'OPEN', 'SOLVED', 'OPEN', 'CLOSED', 'ON_HOLD'];
    const log = record(states.map((status, at) => event(at, status as CaseStatus)));
    let standing = UNOPENED;
    const moments = loggedLife(log, 'me').trail.map((entry) => {
      const found = momentsOf(standing, entry);
      standing = standingAfter(standing, entry);
      return found.join('+');
    });
    expect(moments).toEqual([
      'OPENED',
      'WAITING_FOR_CUSTOMER',
      'WAITING_FOR_OTHERS',
      'RESUMED',
      'RESOLVED',
      'REOPENED+REOPENED_UNANSWERED',
      'CLOSED',
      'REOPENED+REOPENED_UNANSWERED+WAITING_FOR_OTHERS',
    ]);
  });
});
