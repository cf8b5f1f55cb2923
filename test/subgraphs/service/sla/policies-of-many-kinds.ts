import type { CasePriority } from '../../../../subgraphs/service/model.ts';
import type { PolicySetInput } from '../../../../subgraphs/service/sla/policy-set.ts';
import { openMinutes } from './wall-clock.ts';
import type { SteppedTerms } from './stepped-clocks.ts';

type Spans = [string, string][];
type Calendar = PolicySetInput['calendars'][string];

const week = (day: Spans, saturday: Spans = [], sunday: Spans = []) => ({
  monday: day,
  tuesday: day,
  wednesday: day,
  thursday: day,
  friday: day,
  saturday,
  sunday,
});
const everyDay = (day: Spans) => week(day, day, day);

/** Zones east and west, summer time of an hour and of half of one, hours across its changes, holidays. */
const CALENDARS: Readonly<Record<string, Calendar>> = {
  london: {
    timeZone: 'Europe/London',
    hours: week([['09:00', '17:30']], [['10:00', '14:00']]),
    holidays: { country: 'GB', region: 'ENG' },
  },
  newYork: {
    timeZone: 'America/New_York',
    hours: week([['08:00', '20:00']]),
    closedOn: ['2026-03-11', '2026-10-30'],
  },
  sydney: {
    timeZone: 'Australia/Sydney',
    hours: week([
      ['08:00', '12:00'],
      ['13:00', '18:00'],
    ]),
  },
  lordHowe: {
    timeZone: 'Australia/Lord_Howe',
    hours: everyDay([
      ['00:00', '03:00'],
      ['22:00', '24:00'],
    ]),
  },
  londonByNight: { timeZone: 'Europe/London', hours: everyDay([['01:00', '02:30']]) },
  kathmandu: {
    timeZone: 'Asia/Kathmandu',
    hours: everyDay([['00:00', '24:00']]),
    closedOn: ['2026-03-29', '2026-10-26'],
  },
  always: { timeZone: 'UTC', hours: everyDay([['00:00', '24:00']]) },
};

/** Written down from the government's list, not from the library. */
const HOLIDAYS: Readonly<Record<string, readonly string[]>> = {
  london: [
    '2026-01-01',
    '2026-04-03',
    '2026-04-06',
    '2026-05-04',
    '2026-05-25',
    '2026-08-31',
    '2026-12-25',
    '2026-12-26',
    '2026-12-28',
    '2027-01-01',
    '2027-03-26',
    '2027-03-29',
  ],
};

export const DIVISIONS = Object.keys(CALENDARS);

const PRIORITIES = ['URGENT', 'HIGH', 'NORMAL', 'LOW'] as const;

/** Targets in odd numbers of seconds; some rules keep start and pauses and some do not, and some have no target. */
function version(number: number, effectiveFrom: string): PolicySetInput {
  const rules = DIVISIONS.flatMap((division, column) =>
    PRIORITIES.map((priority, row) => {
      const [kind, scale] = [column + row + number, (row + 1) * (number + 1)];
      const resolution = { RESOLUTION: { seconds: 9_000 * scale + 17 * column } };
      return {
        name: `${division} ${priority}`,
        division,
        priority,
        calendar: division,
        targets: {
          FIRST_REPLY: { seconds: 1_800 * scale + 60 * column },
          NEXT_REPLY: { seconds: 900 * scale + 1 },
          ...(kind % 5 === 0 ? {} : resolution),
        },
        retroactiveStart: kind % 3 !== 0,
        retroactivePause: kind % 2 === 0,
      };
    }),
  );
  return { version: number, effectiveFrom, calendars: CALENDARS, rules };
}

export const VERSIONS: readonly PolicySetInput[] = [
  version(1, '2020-01-01T00:00:00Z'),
  version(2, '2026-03-30T12:00:00Z'),
  version(3, '2026-10-24T06:00:00Z'),
];

const OPEN = new Map(
  Object.entries(CALENDARS).map(([name, calendar]) => [
    name,
    openMinutes(calendar, HOLIDAYS[name] ?? []),
  ]),
);

type Rule = PolicySetInput['rules'][number];

/** The terms of a division as the rows above say them, found without the engine's book. */
export function termsByHand(division: string) {
  return (priority: CasePriority, metric: string, second: number): SteppedTerms | null => {
    const set = VERSIONS.findLast((one) => Date.parse(one.effectiveFrom) <= second * 1_000);
    const rule = set?.rules.find((one) => one.division === division && one.priority === priority);
    return set === undefined || rule === undefined ? null : termsOf(rule, metric, set.version);
  };
}

function termsOf(rule: Rule, metric: string, number: number): SteppedTerms | null {
  const target = Object.entries(rule.targets).find(([name]) => name === metric)?.[1];
  if (target === undefined) return null;
  return {
    key: `${rule.name} ${number}`,
    seconds: target.seconds,
    retroactiveStart: rule.retroactiveStart ?? true,
    retroactivePause: rule.retroactivePause ?? true,
    isOpen: OPEN.get(rule.calendar) ?? (() => false),
  };
}
