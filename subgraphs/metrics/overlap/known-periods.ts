import type { Kpi } from '../model.ts';
import type { Stretch } from '../rollups/split-period.ts';
import {
  agree,
  kpiQuestion,
  levelOf,
  readPlace,
  type KpiQuestion,
  type Place,
  type Population,
} from './population.ts';
import type { KnownQuestion } from './question.ts';
import { stretchesBy } from './stretches-by.ts';

/** What one remembered question told of a KPI. */
export interface KnownPeriods {
  readonly asked: KpiQuestion;
  /** All parts of time of which anything was told. */
  readonly stretches: readonly Stretch[];
  /**
   * The parts of time of which the answer told a number about a population: as a group, or as all groups that make
   * it up, none of them withheld.
   */
  about(population: Population): readonly Stretch[];
}

export function knownPeriods(kpi: Kpi, question: KnownQuestion): KnownPeriods {
  const asked = kpiQuestion(kpi, question);
  const parts = stretchesBy(asked.unit, asked.period);
  const answer = question.answer === null ? null : (question.answer[kpi.name] ?? NOTHING);
  const told = answer === null ? null : placesByStart(asked, answer.told);
  const withheld = placesByStart(asked, answer?.withheld ?? []);
  const stretches = told === null ? parts : parts.filter(({ start }) => told.has(+start));
  const level = levelOf(asked);
  return {
    asked,
    stretches,
    about(population) {
      const isKnown =
        [...population.keys()].every((dimension) => level.includes(dimension)) &&
        [...asked.fixed.keys()].every((dimension) => population.has(dimension)) &&
        agree(asked.fixed, population);
      if (!isKnown) return [];
      const has = (places: Places, start: Date) =>
        (places.get(+start) ?? []).some((place) => agree(population, place.population));
      return stretches.filter(
        ({ start }) => (told === null || has(told, start)) && !has(withheld, start),
      );
    },
  };
}

const NOTHING = Object.freeze({ told: [], withheld: [] });

type Places = ReadonlyMap<number, readonly Place[]>;

function placesByStart(asked: KpiQuestion, texts: readonly string[]): Places {
  const found = new Map<number, Place[]>();
  for (const text of texts) {
    const place = readPlace(asked, text);
    const known = found.get(+place.start);
    if (known === undefined) found.set(+place.start, [place]);
    else known.push(place);
  }
  return found;
}
