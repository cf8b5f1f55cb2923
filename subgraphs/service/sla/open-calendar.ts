import type Holidays from 'date-holidays';
import {
  ALWAYS_OPEN,
  businessCalendar,
  type BusinessCalendar,
  type Span,
} from './business-calendar.ts';
import type { CalendarSpec } from './policy-set.ts';

/** A calendar ready to count with. Throws an Error when nothing is known of the country's holidays. */
export async function openCalendar(spec: CalendarSpec): Promise<BusinessCalendar> {
  const { timeZone, hours, holidays, closedOn } = spec;
  const days = [hours.sunday, hours.monday, hours.tuesday, hours.wednesday];
  const week = [...days, hours.thursday, hours.friday, hours.saturday].map((day) =>
    day.map(spanOf),
  );
  const isEveryDay = holidays === undefined && closedOn.length === 0;
  if (isEveryDay && week.every(isWholeDay)) return ALWAYS_OPEN;
  const isHoliday = holidays === undefined ? () => false : await holidaysOf(holidays);
  const closed = new Set(closedOn);
  const isClosed = (date: string) => closed.has(date) || isHoliday(date);
  return businessCalendar({ timeZone, week, isClosed });
}

function spanOf([from, to]: readonly [string, string]): Span {
  return [timeOf(from), timeOf(to)];
}

function timeOf(text: string): number {
  const [hours, minutes] = text.split(':').map(Number);
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000;
}

function isWholeDay(spans: readonly Span[]): boolean {
  return spans.length === 1 && spans[0]?.[0] === 0 && spans[0][1] === 86_400_000;
}

type Place = NonNullable<CalendarSpec['holidays']>;

async function holidaysOf({ country, region }: Place): Promise<(date: string) => boolean> {
  // Its tables of the whole world take long to load, and most companies name no country.
  const library = await import('date-holidays');
  const all = new library.default();
  const isKnown = country in all.getCountries() && (region ?? '') in regionsOf(all, country);
  if (!isKnown) {
    const name = region === undefined ? country : `${country}-${region}`;
    throw new Error(`"holidays" must name a place with known holidays, but got: ${name}.`);
  }
  const place = new library.default(country, region ?? '');
  const years = new Map<string, ReadonlySet<string>>();
  return (date) => {
    const year = date.slice(0, 4);
    const dates = years.get(year) ?? publicHolidays(place, Number(year));
    years.set(year, dates);
    return dates.has(date);
  };
}

/** By code; the country as a whole is ''. */
function regionsOf(all: Holidays, country: string): Readonly<Record<string, string>> {
  // The library answers undefined for a country without parts, which its types leave out.
  return { '': country, ...(all.getStates(country) as Record<string, string> | undefined) };
}

/** Local dates; a holiday of several days is each of them. */
function publicHolidays(place: Holidays, year: number): ReadonlySet<string> {
  const holidays = place.getHolidays(year).filter(({ type }) => type === 'public');
  return new Set(
    holidays.flatMap(({ date, start, end }) => {
      const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
      const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY));
      return Array.from({ length: days }, (_, later) => dateOf(first + later * DAY));
    }),
  );
}

const DAY = 86_400_000;

function dateOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
