import { createHash } from 'node:crypto';
import { KPI_CATALOGUE } from '../kpis/catalogue.ts';
import type { Aggregate, KpiDimension, SourceName } from '../model.ts';
import { EVERYTHING } from '../sources/everything.ts';
import { SOURCES } from '../sources/sources.ts';
import { amountsOf, isSummed, textOf, UNCONNECTED, type Amount } from './amounts.ts';

/** How the sums of one source are kept: which, in which order, and apart by what. */
export interface Layout {
  readonly amounts: readonly Amount[];
  /** The days as a whole, and apart by each of the source's other dimensions, one at a time. */
  readonly cuts: readonly Cut[];
  /** Changes with any definition that the sums follow from, and then they are worked out anew. */
  readonly fingerprint: string;
}

export type Cut = 'WHOLE' | KpiDimension;

/** What happens at an instant and is looked at apart from others: its days can be added up beforehand. */
export const ROLLED_SOURCES = [
  'contact',
  'contactOfAnyChannel',
  'customerContact',
  'settledContact',
  'caseOpened',
  'caseReplied',
  'caseResolved',
  'caseFirstResolved',
  'caseClosed',
  'followUp',
  'caseJudged',
  'caseFlow',
  'stateStay',
  'interaction',
  'survey',
  'referralMade',
] as const satisfies readonly SourceName[];

export type RolledSource = (typeof ROLLED_SOURCES)[number];

export function isRolled(name: SourceName): name is RolledSource {
  return ROLLED_SOURCES.some((one) => one === name);
}

/** Worked out when it is first needed, for the catalogue is made of what this file is imported by. */
export function layoutOf(source: RolledSource): Layout {
  const known = LAYOUTS.get(source) ?? newLayout(source);
  LAYOUTS.set(source, known);
  return known;
}

/** Where in a day's sums of a source each of these amounts is, from 1. */
export function placesIn(source: RolledSource, amounts: readonly Amount[]): readonly number[] {
  const places = new Map(layoutOf(source).amounts.map(({ key }, place) => [key, place + 1]));
  return amounts.map(({ key }) => places.get(key) ?? 0);
}

const LAYOUTS = new Map<RolledSource, Layout>();

function newLayout(source: RolledSource): Layout {
  const ofKpis = KPI_CATALOGUE.flatMap(({ measure }) => Object.values(measure.aggregates));
  const aggregates: readonly Aggregate[] = [...ofKpis, ...flowsFrom(source)];
  const found = aggregates
    .filter((aggregate) => aggregate.from === source)
    .filter(isSummed)
    .flatMap(amountsOf);
  const byKey = new Map(found.map((amount) => [amount.key, amount]));
  const keys = [...byKey.keys()].sort();
  const cuts = cutsOf(source);
  const rows = textOf(sqlOf(source));
  return Object.freeze({
    amounts: keys.flatMap((key) => byKey.get(key) ?? []),
    cuts,
    fingerprint: createHash('sha256')
      .update([...keys, ...cuts, rows].join('\n'))
      .digest('hex'),
  });
}

/** What is read of a source as the flow of another. */
function flowsFrom(source: RolledSource): readonly Aggregate[] {
  return Object.values(SOURCES).flatMap(({ flow }) =>
    flow?.from === source ? [flow.count, flow.since, flow.squares] : [],
  );
}

function sqlOf(source: RolledSource) {
  return SOURCES[source].rows(UNCONNECTED, EVERYTHING);
}

function cutsOf(source: RolledSource): readonly Cut[] {
  const own = SOURCES[source].dimensions.filter((dimension) => !OF_A_DAY.includes(dimension));
  return Object.freeze(['WHOLE', ...own]);
}

/** What every sum of a day knows of itself. */
export const OF_A_DAY: readonly KpiDimension[] = Object.freeze(['DIVISION', 'MONTH', 'DAY']);
