import { compareText, sourceText, type PlacedRecord } from '../../model.ts';
import { PairComparer } from '../compare/pair-comparer.ts';
import { explainScore, type Explanation } from '../explain/explain-score.ts';
import { MATCHING } from '../run/settings.ts';
import { TableBuilder } from '../run/table-builder.ts';
import { levelName, type MatchModel } from '../weigh/model.ts';
import { PairScorer } from '../weigh/pair-scorer.ts';
import { vetoOf, type Veto } from './pair-vetoes.ts';
import { RECORD_SHAPE, textsOfRecord } from './record-shape.ts';

/** What is thought of two records. */
export interface PairDecision {
  readonly weight: number;
  readonly veto: Veto | null;
  /** Linked without anybody looking. */
  readonly isLink: boolean;
}

/** How much a field speaks for a match, in bits. */
export interface FieldBits {
  readonly field: string;
  readonly bits: number;
}

/** Compares some of the room's records with each other by a model: a pair's weight depends on the pair alone. */
export class RecordScorer {
  /** Sorted by place: a record's number here is its rank. */
  readonly records: readonly PlacedRecord[];
  readonly #model: MatchModel;
  readonly #comparer: PairComparer;
  readonly #scorer: PairScorer;
  readonly #numbers: ReadonlyMap<string, number>;

  constructor(records: readonly PlacedRecord[], model: MatchModel) {
    this.records = [...records].sort((a, b) => compareText(sourceText(a), sourceText(b)));
    this.#model = model;
    this.#numbers = new Map(this.records.map((record, number) => [sourceText(record), number]));
    const builder = new TableBuilder(RECORD_SHAPE);
    for (const record of this.records) builder.add(textsOfRecord(record));
    const columns = builder.buildColumns((field, text) => shareOf(model, field, text));
    this.#comparer = new PairComparer(columns);
    this.#scorer = new PairScorer(columns, this.#comparer, model);
  }

  has(place: string): boolean {
    return this.#numbers.has(place);
  }

  /** The number of a record, by its place. Throws an Error for one that was not given. */
  numberOf(place: string): number {
    const number = this.#numbers.get(place);
    if (number === undefined) throw new Error('A record must be given before it is compared.');
    return number;
  }

  weightOf(left: number, right: number, least?: number): number {
    return this.#scorer.weightOf(left, right, least);
  }

  vetoOf(left: number, right: number): Veto | null {
    const [one, other] = [this.records[left], this.records[right]];
    if (one === undefined || other === undefined) return null;
    return vetoOf(one, other, (name) => this.#levelNamed(name, left, right));
  }

  /** Null when the pair is not worth a thought. */
  decide(left: number, right: number): PairDecision | null {
    const weight = this.weightOf(left, right, MATCHING.review);
    if (weight < MATCHING.review) return null;
    const veto = this.vetoOf(left, right);
    return { weight, veto, isLink: veto === null && weight >= MATCHING.autoLinkCustomers };
  }

  /** What each of the model's fields says by itself, less what is taken off for an overlap with one before it. */
  bitsOfFields(left: number, right: number): readonly FieldBits[] {
    const deductions = this.#scorer.deductionsOf(left, right);
    const takenOff = new Map<number, number>();
    this.#model.overlaps.forEach(({ fields: [, other] }, index) => {
      takenOff.set(other, (takenOff.get(other) ?? 0) + (deductions[index] ?? 0));
    });
    return this.#model.fields.map(({ name }, field) => {
      const bits = this.#scorer.weightOfField(field, left, right) - (takenOff.get(field) ?? 0);
      return { field: name, bits };
    });
  }

  explain(left: number, right: number): Explanation {
    const scoring = { model: this.#model, comparer: this.#comparer, scorer: this.#scorer };
    return explainScore(scoring, left, right);
  }

  #levelNamed(name: string, left: number, right: number): string {
    const field = this.#model.fields.findIndex((one) => one.name === name);
    const kind = this.#model.fields[field]?.kind;
    if (kind === undefined) return 'unknown';
    return levelName(kind, this.#comparer.levelOf(field, left, right));
  }
}

/** How common a value is, as the model's version has it: not as the few records here make it. */
function shareOf(model: MatchModel, field: string, text: string): number {
  const known = model.fields.find(({ name }) => name === field);
  return known?.shares?.[text] ?? known?.rareShare ?? 0;
}
