import { beforeAll, describe, expect, test } from '@jest/globals';
import { replay } from '../../../../subgraphs/service/cases/case-trail.ts';
import { importedLife } from '../../../../subgraphs/service/cases/imported-life.ts';
import type { CaseRecord } from '../../../../subgraphs/service/imports/import-records.ts';
import { openSlaBook, readSlaBook } from '../../../../subgraphs/service/sla/sla-book.ts';
import type { SlaBook } from '../../../../subgraphs/service/sla/sla-policy.ts';

const day = (date: string) => new Date(`${date}T00:00:00Z`);
const RECORD: CaseRecord = {
  externalId: 'X1',
  division: 'banking',
  type: 'COMPLAINT',
  openedAt: day('2026-01-05'),
};

let book: SlaBook;
beforeAll(async () => {
  book = await readSlaBook(undefined);
});

function lifeOf(changes: Partial<CaseRecord>) {
  const life = importedLife({ ...RECORD, ...changes }, 'importer', book);
  return {
    ...life,
    verbs: life.trail.map(({ verb }) => verb).join(' '),
    rules: life.faults.map(({ rule }) => rule),
    facts: replay('X1', life.trail),
  };
}

describe('a trail made from a record', () => {
  test.each([
    [{}, 'open', 'NEW'],
    [{ agent: 'joe' }, 'open assign', 'OPEN'],
    [{ firstRepliedAt: day('2026-01-06') }, 'open reply', 'OPEN'],
    [{ resolvedAt: day('2026-01-06') }, 'open resolve', 'SOLVED'],
    [{ closedAt: day('2026-01-06') }, 'open close', 'CLOSED'],
    [{ closedAt: day('2026-01-06'), resolution: 'relief' }, 'open resolve close', 'CLOSED'],
    [
      {
        agent: 'joe',
        firstRepliedAt: day('2026-01-06'),
        resolvedAt: day('2026-01-07'),
        reopenCount: 2,
        closedAt: day('2026-01-09'),
      },
      'open assign reply resolve reopen resolve reopen resolve close',
      'CLOSED',
    ],
    [
      { reopenCount: 1, closedAt: day('2026-01-09') },
      'open resolve reopen resolve close',
      'CLOSED',
    ],
  ] as const)('%j is %s', (changes, verbs, status) => {
    const life = lifeOf(changes);
    expect(life.verbs).toBe(verbs);
    expect(life.facts?.status).toBe(status);
    expect(life.facts?.reopenCount).toBe('reopenCount' in changes ? changes.reopenCount : 0);
    expect(life.faults).toEqual([]);
  });

  test('says who imported it and when it happened in the world', () => {
    const [opened, replied] = lifeOf({ firstRepliedAt: day('2026-01-06') }).trail;
    expect(opened).toMatchObject({ actor: 'importer', at: day('2026-01-05') });
    expect(replied).toMatchObject({ actor: 'importer', at: day('2026-01-06') });
  });
});

describe('what cannot be true', () => {
  test.each([
    [{ firstRepliedAt: day('2026-01-04') }, ['RESPONSE_BEFORE_OPENING']],
    [{ resolvedAt: day('2026-01-04') }, ['RESOLUTION_BEFORE_OPENING']],
    [{ closedAt: day('2026-01-04') }, ['CLOSING_BEFORE_OPENING']],
    [{ resolvedAt: day('2026-01-08'), closedAt: day('2026-01-07') }, ['CLOSING_BEFORE_RESOLUTION']],
    [{ reopenCount: 1 }, ['RESOLUTION_WITHOUT_TIME']],
    [{ resolution: 'relief' }, ['RESOLUTION_WITHOUT_TIME']],
    [{ firstRepliedAt: day('2026-01-05'), closedAt: day('2026-01-05') }, []],
  ] as const)('%j is reported as %j and kept', (changes, rules) => {
    const life = lifeOf(changes);
    expect(life.rules).toEqual(rules);
    expect(life.facts).not.toBeNull();
  });

  test('is told with the times', () => {
    expect(lifeOf({ firstRepliedAt: day('2026-01-04') }).faults[0]?.reason).toBe(
      '"firstRepliedAt" must not be before "openedAt" 2026-01-05T00:00:00.000Z, but is: 2026-01-04T00:00:00.000Z.',
    );
  });
});

describe('whether the response was in time', () => {
  test.each([
    ['what the record says', { timelyResponse: false, firstRepliedAt: day('2026-01-05') }, false],
    ['what the record says, without a reply', { timelyResponse: true }, true],
    ['in time by its priority', { firstRepliedAt: day('2026-01-05') }, true],
    ['late by its priority', { firstRepliedAt: day('2026-01-06') }, false],
    ['in time on the dot', { priority: 'LOW', firstRepliedAt: day('2026-01-06') }, true],
    ['before the opening', { firstRepliedAt: day('2026-01-01') }, true],
  ] as const)('%s', (_, changes, timely) => {
    expect(lifeOf(changes).response?.timely).toBe(timely);
  });

  test('nothing is said of a response that no policy asks for', async () => {
    const silent = await openSlaBook([
      { version: 1, effectiveFrom: '2020-01-01T00:00:00Z', calendars: {}, rules: [] },
    ]);
    const record = { ...RECORD, firstRepliedAt: day('2026-01-06') };
    expect(importedLife(record, 'importer', silent).response).toBeNull();
  });

  test('nothing is said when the record does not tell', () => {
    expect(lifeOf({ closedAt: day('2026-01-09') }).response).toBeNull();
  });

  test('it is said at the response, or at the opening when that is unknown', () => {
    expect(lifeOf({ firstRepliedAt: day('2026-01-06') }).response?.at).toEqual(day('2026-01-06'));
    expect(lifeOf({ timelyResponse: true }).response?.at).toEqual(day('2026-01-05'));
  });
});
