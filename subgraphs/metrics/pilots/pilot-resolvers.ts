import { DomainError } from '../../kit/domain-error.ts';
import { appendEntry, latestEntries } from '../books/book-store.ts';
import type { Rollout } from '../books/books.ts';
import { checkName, refused } from '../chargeback/chargeback-input.ts';
import { checkSeesAll } from '../chargeback/chargeback-resolvers.ts';
import type { Kpi } from '../model.ts';
import { readNames } from '../read-scope.ts';
import type { MetricsContext } from '../services.ts';
import { compareDivisions, type ServedDivision } from './compare-divisions.ts';
import { MILLISECONDS_A_WEEK, weekMeter } from './measure-weeks.ts';

interface ReportArguments {
  readonly pilot: string;
  readonly kpi: string;
  readonly weeksBefore: number;
  readonly weeksAfter: number;
}

interface RolloutInput {
  readonly pilot: string;
  readonly division: string;
  readonly liveFrom: string;
  readonly endedOn?: string | null;
}

export const pilotQueries = Object.freeze({
  async rollouts(_: unknown, { pilot }: { readonly pilot: string }, context: MetricsContext) {
    checkSeesAll(context);
    return readRollouts(context, pilot);
  },

  async pilotReport(_: unknown, args: ReportArguments, context: MetricsContext) {
    checkSeesAll(context);
    const weeks = checkWeeks(args);
    const [kpi] = readNames([args.kpi]);
    const rollouts = await readRollouts(context, args.pilot);
    if (kpi === undefined || rollouts.length === 0) {
      throw new DomainError('NOT_FOUND', `No division is in pilot ${JSON.stringify(args.pilot)}.`);
    }
    const served = await measureServed(context, { kpi, rollouts, ...weeks });
    const others = othersOf(served);
    return {
      ...answerHead(args.pilot, kpi),
      rollouts,
      others,
      ...compareDivisions(served, others),
    };
  },
});

export const pilotMutations = Object.freeze({
  async setRollout(
    _: unknown,
    { input }: { readonly input: RolloutInput },
    context: MetricsContext,
  ) {
    checkSeesAll(context);
    const { pilot, division, liveFrom, endedOn = null } = input;
    checkName('input.pilot', pilot);
    checkName('input.division', division);
    if (endedOn !== null && endedOn <= liveFrom) {
      throw refused('input.endedOn', `a day after "liveFrom" (${liveFrom})`, endedOn);
    }
    const { caller, services } = context;
    const entry = await services.database.transaction().execute((transaction) =>
      appendEntry(transaction, {
        book: 'ROLLOUT',
        subject: `${pilot}/${division}`,
        content: { liveFrom, endedOn },
        actor: caller.subject,
        at: services.clock(),
      }),
    );
    services.kick();
    return rolloutAnswer(entry.subject, entry.content, services.clock());
  },
});

async function readRollouts({ services }: MetricsContext, pilot: string) {
  const entries = await latestEntries(services.database, 'ROLLOUT', `${pilot}/`);
  return entries.map(({ subject, content }) => rolloutAnswer(subject, content, services.clock()));
}

type RolloutAnswer = ReturnType<typeof rolloutAnswer>;

/** Names have no `/`. */
function rolloutAnswer(subject: string, { liveFrom, endedOn }: Rollout, now: Date) {
  const division = subject.slice(subject.indexOf('/') + 1);
  const day = now.toISOString().slice(0, 'YYYY-MM-DD'.length);
  const live = day < liveFrom ? 'PLANNED' : 'LIVE';
  const state = endedOn !== null && endedOn <= day ? 'ENDED' : live;
  return { division, liveFrom, endedOn, state };
}

async function measureServed(
  context: MetricsContext,
  asked: {
    readonly kpi: Kpi;
    readonly rollouts: readonly RolloutAnswer[];
    readonly before: number;
    readonly after: number;
  },
): Promise<readonly ServedDivision[]> {
  const meter = weekMeter(context, asked);
  const served: ServedDivision[] = [];
  for (const { division, liveFrom, endedOn } of asked.rollouts) {
    const weeks = await meter(liveFrom);
    served.push({ division, weeks: weeksUntil(weeks, { liveFrom, endedOn }) });
  }
  return served;
}

/** Once a pilot has ended, what follows is neither before nor after. */
function weeksUntil<Values>(
  weeks: ReadonlyMap<number, Values>,
  { liveFrom, endedOn }: Rollout,
): ReadonlyMap<number, Values> {
  if (endedOn === null) return weeks;
  const live = Math.floor((Date.parse(endedOn) - Date.parse(liveFrom)) / MILLISECONDS_A_WEEK);
  return new Map([...weeks].filter(([week]) => week < live));
}

/** Everybody who is not in the pilot, and is measured. */
function othersOf(served: readonly ServedDivision[]): readonly string[] {
  const inside = new Set(served.map(({ division }) => division));
  const measured = served.flatMap(({ weeks }) =>
    [...weeks.values()].flatMap((values) => [...values.keys()]),
  );
  return [...new Set(measured)].filter((division) => !inside.has(division)).sort();
}

function answerHead(pilot: string, { name, unit, definition }: Kpi) {
  return { pilot, kpi: name, unit, definition };
}

function checkWeeks({ weeksBefore, weeksAfter }: ReportArguments) {
  for (const [name, weeks] of Object.entries({ weeksBefore, weeksAfter })) {
    if (weeks < 1 || weeks > MOST_WEEKS) throw refused(name, `1 to ${MOST_WEEKS}`, String(weeks));
  }
  return { before: weeksBefore, after: weeksAfter };
}

const MOST_WEEKS = 52;
