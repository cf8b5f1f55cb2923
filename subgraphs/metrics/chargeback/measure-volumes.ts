import { sql, type Kysely, type RawBuilder } from 'kysely';
import { latestEntry } from '../books/book-store.ts';
import type { Driver, Service } from '../books/books.ts';
import type { Scope, SourceName } from '../model.ts';
import { SOURCES } from '../sources/sources.ts';
import type { MetricsTables } from '../tables.ts';
import { VOLUME_DIGITS } from './charge-divisions.ts';
import { monthBounds } from './month.ts';

export interface MeasuredVolume {
  readonly service: string;
  readonly division: string;
  /** Units of the service's driver, at most six digits after the point. */
  readonly volume: string;
}

/** What each division used of each service in a month, in the order of the services, then of the divisions. */
export async function measureVolumes(
  database: Kysely<MetricsTables>,
  services: readonly Service[],
  month: string,
): Promise<readonly MeasuredVolume[]> {
  const found: MeasuredVolume[] = [];
  for (const service of services) {
    const volumes =
      service.driver === 'REPORTED'
        ? await reportedVolumes(database, service, month)
        : await countedVolumes(database, COUNTED[service.driver], scopeOf(service, month));
    found.push(...volumes.map((one) => ({ service: service.name, ...one })));
  }
  return found;
}

/** Contacts of the whole center in a month, for the cost of one. */
export async function countContacts(
  database: Kysely<MetricsTables>,
  month: string,
): Promise<number> {
  const scope = scopeOf({ channel: null, caseType: null }, month);
  const volumes = await countedVolumes(database, COUNTED.CONTACTS, scope);
  return volumes.reduce((total, { volume }) => total + Number(volume), 0);
}

interface Counted {
  readonly source: SourceName;
  readonly volume: RawBuilder<string>;
}

/** How events give a driver. Minutes are those of inbound interactions, of cases too. */
const COUNTED: Readonly<Record<Exclude<Driver, 'REPORTED'>, Counted>> = Object.freeze({
  CONTACTS: { source: 'contact', volume: sql<string>`count(*)::numeric` },
  CASES: { source: 'caseOpened', volume: sql<string>`count(*)::numeric` },
  HANDLING_MINUTES: {
    source: 'interaction',
    volume: sql<string>`coalesce(sum(handle_seconds::numeric), 0) / 60`,
  },
});

type DivisionVolume = Omit<MeasuredVolume, 'service'>;

async function countedVolumes(
  database: Kysely<MetricsTables>,
  { source, volume }: Counted,
  scope: Scope,
): Promise<readonly DivisionVolume[]> {
  return database
    .selectFrom(SOURCES[source].rows(database, scope).as('fact'))
    .select([
      sql<string>`division`.as('division'),
      sql<string>`round(${volume}, ${sql.lit(VOLUME_DIGITS)})::text`.as('volume'),
    ])
    .groupBy(sql`division`)
    .having(sql<boolean>`${volume} > 0`)
    .orderBy(sql`division collate "C"`)
    .execute();
}

async function reportedVolumes(
  database: Kysely<MetricsTables>,
  { name }: Service,
  month: string,
): Promise<readonly DivisionVolume[]> {
  const entry = await latestEntry(database, 'REPORTED_VOLUMES', reportedSubject(month, name));
  return entry?.content.volumes ?? [];
}

/** Names of services have no `/`. */
export function reportedSubject(month: string, service: string): string {
  return `${month}/${service}`;
}

function scopeOf(
  { channel, caseType }: Pick<Service, 'channel' | 'caseType'>,
  month: string,
): Scope {
  const { start, end } = monthBounds(month);
  return {
    ...{ division: null, channel, caseType, groupBy: ['DIVISION'] },
    ...{ start, end, windows: [{ month: null, day: null, start, end }], reachDays: 0 },
    // Volumes are counted and never judged: no later instant matters.
    now: end,
  };
}
