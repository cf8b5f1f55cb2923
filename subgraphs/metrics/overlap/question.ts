import type { Kpi, KpiDimension, Scope } from '../model.ts';
import type { Stretch } from '../rollups/split-period.ts';
import { isCompared } from './compared-sources.ts';

/** What somebody asked of some KPIs. */
export interface Question extends Stretch {
  readonly kpis: readonly string[];
  readonly groupBy: readonly KpiDimension[];
  readonly division: string | null;
  readonly channel: string | null;
  readonly caseType: string | null;
}

/** Which groups an answer told of, and which it withheld; as `placeText` names them. No number of theirs. */
export interface Told {
  readonly told: readonly string[];
  readonly withheld: readonly string[];
}

/** A question as it is remembered. */
export interface KnownQuestion extends Question {
  readonly id: string;
  /** By the KPI's name. Null while it is not known, which is taken as if all of it had been told. */
  readonly answer: Readonly<Record<string, Told>> | null;
}

/** The question about those of the KPIs that are compared between periods. */
export function questionOf(kpis: readonly Kpi[], scope: Scope): Question {
  const { start, end, groupBy, division, channel, caseType } = scope;
  const names = kpis.filter(isCompared).map(({ name }) => name);
  return { kpis: names, start, end, groupBy, division, channel, caseType };
}

/** One text for all that a question asks, whatever the order in which it asks. */
export function questionText(question: Question): string {
  const { kpis, start, end, groupBy, division, channel, caseType } = question;
  const asked = [[...kpis].sort(), [...groupBy].sort(), division, channel, caseType];
  return JSON.stringify([...asked, start.getTime(), end.getTime()]);
}
