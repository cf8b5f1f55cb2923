import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSlaBook, readSlaBook } from '../../../../subgraphs/service/sla/sla-book.ts';
import type { SlaSubject } from '../../../../subgraphs/service/sla/sla-policy.ts';
import { VERSIONS } from './policies-of-many-kinds.ts';

const SUBJECT: SlaSubject = {
  division: 'banking',
  type: 'COMPLAINT',
  priority: 'HIGH',
  valueTier: 'KEY',
};
const HOURS = { monday: [['09:00', '17:00']] };
const CALENDARS = { office: { timeZone: 'Europe/London', hours: HOURS } };
const target = (seconds: number) => ({ RESOLUTION: { seconds } });
const RULES = [
  { name: 'key customers', valueTier: 'KEY', calendar: 'office', targets: target(1) },
  { name: 'complaints', caseType: 'COMPLAINT', calendar: 'office', targets: target(2) },
  {
    name: 'lending',
    division: 'lending',
    calendar: 'office',
    targets: { FIRST_REPLY: { seconds: 3, conditions: { pause: ['WAITING_FOR_OTHERS'] } } },
  },
];
const version = (number: number, effectiveFrom: string, rules: readonly object[] = RULES) => ({
  version: number,
  effectiveFrom,
  calendars: CALENDARS,
  rules,
});
const NOW = Date.parse('2026-06-01T00:00:00Z');

describe('the terms of a case', () => {
  const termsOf = async (changes: Partial<SlaSubject>, at = NOW) => {
    const book = await openSlaBook([
      version(1, '2026-01-01T00:00:00Z', []),
      version(2, '2026-06-01T00:00:00Z'),
    ]);
    return book.termsFor({ ...SUBJECT, ...changes }, 'RESOLUTION', at);
  };

  test('are those of the first rule that it meets', async () => {
    expect(await termsOf({})).toMatchObject({ policy: 'key customers', version: 2 });
    expect((await termsOf({ valueTier: null }))?.policy).toBe('complaints');
    expect(await termsOf({ valueTier: 'STANDARD', type: 'QUESTION' })).toBeNull();
  });

  test('are those of the version in force', async () => {
    expect(await termsOf({}, NOW - 1)).toBeNull();
    expect(await termsOf({}, Date.parse('2025-01-01T00:00:00Z'))).toBeNull();
  });

  test('a rule without a target for a metric leaves it to the next', async () => {
    const book = await openSlaBook([version(1, '2026-01-01T00:00:00Z')]);
    const terms = book.termsFor({ ...SUBJECT, division: 'lending' }, 'FIRST_REPLY', NOW);
    expect(terms).toMatchObject({ policy: 'lending', targetSeconds: 3 });
    expect(terms?.conditions).toMatchObject({ start: ['OPENED'], pause: ['WAITING_FOR_OTHERS'] });
  });
});

describe('what is wrong with policies is said', () => {
  test.each([
    [
      'a calendar that is not there',
      { calendar: 'home' },
      'must name a calendar of the same version, but got: home',
    ],
    ['a target of no time', { targets: target(0) }, 'seconds'],
    ['an unknown metric', { targets: { SPEED: { seconds: 1 } } }, 'SPEED'],
    [
      'an unknown moment',
      { targets: { RESOLUTION: { seconds: 1, conditions: { pause: ['NIGHT'] } } } },
      'pause',
    ],
    ['a word it does not know', { devision: 'banking' }, 'devision'],
  ])('%s', async (_, changes, message) => {
    const rules = [{ ...RULES[0], ...changes }];
    await expect(openSlaBook([version(1, '2026-01-01T00:00:00Z', rules)])).rejects.toThrow(message);
  });

  test.each([
    ['a zone that is none', { timeZone: 'Mars/Olympus' }, 'must be a time zone'],
    [
      'hours that overlap',
      {
        hours: {
          monday: [
            ['09:00', '12:00'],
            ['11:00', '17:00'],
          ],
        },
      },
      'must be spans in order',
    ],
    [
      'a time of day that is none',
      { hours: { monday: [['9', '25:00']] } },
      'must be a time of day',
    ],
    ['a calendar that is never open', { hours: {} }, 'must be open at some time of the week'],
  ])('%s', async (_, changes, message) => {
    const one = {
      ...version(1, '2026-01-01T00:00:00Z'),
      calendars: { office: { ...CALENDARS.office, ...changes } },
    };
    await expect(openSlaBook([one])).rejects.toThrow(message);
  });

  test('versions that do not rise, in number or in time', async () => {
    const [early, late] = ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'];
    await expect(openSlaBook([version(2, early), version(1, late)])).rejects.toThrow(
      'rising versions',
    );
    await expect(openSlaBook([version(1, late), version(2, early)])).rejects.toThrow(
      'rising times',
    );
    await expect(openSlaBook([])).rejects.toThrow();
  });
});

describe('a file of policies', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'switchboard-sla-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  test('is read', async () => {
    const file = join(directory, 'policies.yaml');
    await writeFile(file, JSON.stringify(VERSIONS));
    const book = await readSlaBook(file);
    const terms = book.termsFor({ ...SUBJECT, division: 'sydney' }, 'FIRST_REPLY', NOW);
    expect(terms).toMatchObject({ policy: 'sydney HIGH', calendarName: 'sydney', version: 2 });
  });

  test('is named when it is missing or faulty', async () => {
    const file = join(directory, 'faulty.yaml');
    await writeFile(file, '- version: 1\n  rules: none\n');
    await expect(readSlaBook(file)).rejects.toThrow(/SLA_POLICIES .*faulty\.yaml: [^]*rules/);
    await expect(readSlaBook(join(directory, 'none.yaml'))).rejects.toThrow('none.yaml');
  });
});
