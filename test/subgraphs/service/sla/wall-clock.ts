import type { PolicySetInput } from '../../../../subgraphs/service/sla/policy-set.ts';

type Calendar = PolicySetInput['calendars'][string];

const DAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
const QUARTER = 900;

/** What the clock on the wall shows at a second since the epoch, as the platform's own formatter says. */
interface Wall {
  readonly date: string;
  readonly day: (typeof DAYS)[number];
  readonly minutes: number;
}

/** Whether a calendar is open in the minute of a second, looked up minute by minute. */
export function openMinutes(calendar: Calendar, holidays: readonly string[]) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: calendar.timeZone,
    hourCycle: 'h23',
    weekday: 'long',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  // No zone changes its offset within a quarter of an hour.
  const wallAt = (quarter: number): Wall => {
    const parts = new Map(
      format.formatToParts(new Date(quarter * QUARTER * 1_000)).map((one) => [one.type, one.value]),
    );
    const day = DAYS.find((one) => one === parts.get('weekday')?.toLowerCase()) ?? 'sunday';
    const date = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
    return {
      date,
      day,
      minutes: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
    };
  };
  const closed = new Set([...holidays, ...(calendar.closedOn ?? [])]);
  const minutesOpen = (quarter: number): readonly boolean[] => {
    const { date, day, minutes } = wallAt(quarter);
    const spans = closed.has(date) ? [] : (calendar.hours[day] ?? []);
    return Array.from({ length: QUARTER / 60 }, (_, later) =>
      spans.some(
        ([from, to]) => minutesOf(from) <= minutes + later && minutes + later < minutesOf(to),
      ),
    );
  };
  const known = new Map<number, readonly boolean[]>();
  return (second: number): boolean => {
    const quarter = Math.floor(second / QUARTER);
    const minutes = known.get(quarter) ?? minutesOpen(quarter);
    known.set(quarter, minutes);
    return minutes[Math.floor((second % QUARTER) / 60)] ?? false;
  };
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
