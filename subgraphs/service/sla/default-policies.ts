import type { CasePriority } from '../model.ts';
import type { PolicySetInput } from './policy-set.ts';

/** Hours to the first and to the next public reply, and hours of work to the resolution. */
const HOURS: Readonly<Record<CasePriority, readonly [reply: number, resolution: number]>> = {
  URGENT: [1, 8],
  HIGH: [4, 24],
  NORMAL: [8, 72],
  LOW: [24, 120],
};

const ALL_DAY: [string, string][] = [['00:00', '24:00']];

/** What every division is held to until a company writes policies of its own: calendar hours by priority. */
export const DEFAULT_POLICIES: readonly PolicySetInput[] = [
  {
    version: 1,
    effectiveFrom: '0001-01-01T00:00:00Z',
    calendars: {
      always: {
        timeZone: 'UTC',
        hours: {
          sunday: ALL_DAY,
          monday: ALL_DAY,
          tuesday: ALL_DAY,
          wednesday: ALL_DAY,
          thursday: ALL_DAY,
          friday: ALL_DAY,
          saturday: ALL_DAY,
        },
      },
    },
    rules: (['URGENT', 'HIGH', 'NORMAL', 'LOW'] as const).map((priority) => {
      const [reply, resolution] = HOURS[priority];
      return {
        name: `default ${priority}`,
        priority,
        calendar: 'always',
        targets: {
          FIRST_REPLY: { seconds: reply * 3_600 },
          NEXT_REPLY: { seconds: reply * 3_600 },
          RESOLUTION: { seconds: resolution * 3_600 },
        },
      };
    }),
  },
];
