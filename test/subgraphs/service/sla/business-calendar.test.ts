import { describe, expect, test } from '@jest/globals';
import type { BusinessCalendar } from '../../../../subgraphs/service/sla/business-calendar.ts';
import { openCalendar } from '../../../../subgraphs/service/sla/open-calendar.ts';
import { policySet } from '../../../../subgraphs/service/sla/policy-set.ts';
import { VERSIONS } from './policies-of-many-kinds.ts';

const HOUR = 3_600_000;

function calendarNamed(name: string): Promise<BusinessCalendar> {
  const spec = policySet.parse(VERSIONS[0]).calendars[name];
  if (spec === undefined) throw new Error(`no calendar ${name}`);
  return openCalendar(spec);
}

async function hoursBetween(name: string, from: string, to: string) {
  return (await calendarNamed(name)).between(Date.parse(from), Date.parse(to)) / HOUR;
}

async function afterHours(name: string, from: string, hours: number) {
  return new Date((await calendarNamed(name)).after(Date.parse(from), hours * HOUR)).toISOString();
}

describe('hours worked', () => {
  test.each([
    ['a London Friday in winter', 'london', '2026-03-27T00:00Z', '2026-03-28T00:00Z', 8.5],
    ['a Saturday', 'london', '2026-03-28T00:00Z', '2026-03-29T00:00Z', 4],
    ['a Sunday', 'london', '2026-03-29T00:00Z', '2026-03-30T00:00Z', 0],
    ['Monday at nine, in summer time', 'london', '2026-03-30T08:00Z', '2026-03-30T09:00Z', 1],
    ['Good Friday', 'london', '2026-04-03T00:00Z', '2026-04-04T00:00Z', 0],
    ['the day in place of Boxing Day', 'london', '2026-12-28T00:00Z', '2026-12-29T00:00Z', 0],
    [
      'a night whose hour is skipped',
      'londonByNight',
      '2026-03-28T12:00Z',
      '2026-03-29T12:00Z',
      0.5,
    ],
    [
      'a night whose hour comes twice',
      'londonByNight',
      '2026-10-24T12:00Z',
      '2026-10-25T12:00Z',
      2.5,
    ],
    ['half an hour skipped', 'lordHowe', '2026-10-03T00:00Z', '2026-10-04T00:00Z', 4.5],
    ['a day closed by name', 'newYork', '2026-03-11T00:00Z', '2026-03-12T04:00Z', 0],
    ['a pause at noon', 'sydney', '2026-06-01T00:00Z', '2026-06-01T06:00Z', 5],
    ['backwards', 'always', '2026-06-02T00:00Z', '2026-06-01T00:00Z', 0],
    ['backwards, by hours', 'london', '2026-03-28T00:00Z', '2026-03-27T00:00Z', 0],
  ])('%s', async (_, name, from, ...[to, hours]) => {
    expect(await hoursBetween(name, from, to)).toBe(hours);
  });
});

describe('the instant by which so much is worked', () => {
  test.each([
    ['within the day', 'london', '2026-03-27T10:00Z', 2, '2026-03-27T12:00:00.000Z'],
    ['the very end of the day', 'london', '2026-03-27T10:00Z', 7.5, '2026-03-27T17:30:00.000Z'],
    ['over Easter', 'london', '2026-04-02T15:30Z', 6, '2026-04-07T09:00:00.000Z'],
    ['from a closed hour', 'london', '2026-03-29T20:00Z', 1, '2026-03-30T09:00:00.000Z'],
    ['nothing is worked at once', 'london', '2026-03-29T20:00Z', 0, '2026-03-29T20:00:00.000Z'],
  ])('%s', async (_, name, from, ...[hours, expected]) => {
    expect(await afterHours(name, from, hours)).toBe(expected);
  });
});

test('a place without known holidays is refused by name', async () => {
  const spec = { ...policySet.parse(VERSIONS[0]).calendars['london'] };
  const at = (holidays: object) => openCalendar({ ...spec, holidays } as never);
  await expect(at({ country: 'XX' })).rejects.toThrow(
    '"holidays" must name a place with known holidays, but got: XX.',
  );
  await expect(at({ country: 'GB', region: 'ZZ' })).rejects.toThrow('but got: GB-ZZ.');
  expect((await at({ country: 'GB' })).between(0, 1)).toBe(0);
});
