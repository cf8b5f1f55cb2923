import type { Cluster, Judge, Judgement, KnownPair, Linker } from '../../linking/linker.ts';
import { sourceText, type PlacedRecord } from '../../model.ts';
import type { MatchModel } from '../weigh/model.ts';
import { clusterRecords } from './cluster-records.ts';
import { defaultModel } from './default-model.ts';
import { recordKeys } from './record-keys.ts';
import { RecordScorer } from './record-scorer.ts';
import { speakingFields } from './speaking-fields.ts';

/** Links by the weight of all evidence under one version of a model. */
export function createLinker(model: MatchModel): Linker {
  return Object.freeze({
    version: model.version,
    keysOf: recordKeys,
    judge: (records: readonly PlacedRecord[]) => new RecordJudge(records, model),
  } satisfies Linker);
}

/** As a room begins, before it has learnt from its own records. */
export const defaultLinker: Linker = createLinker(defaultModel);

class RecordJudge implements Judge {
  readonly #scorer: RecordScorer;
  readonly #model: MatchModel;

  constructor(records: readonly PlacedRecord[], model: MatchModel) {
    this.#scorer = new RecordScorer(records, model);
    this.#model = model;
  }

  knows(place: string): boolean {
    return this.#scorer.has(place);
  }

  judge(left: string, right: string): Judgement | null {
    const scorer = this.#scorer;
    const numbers = [scorer.numberOf(left), scorer.numberOf(right)] as const;
    const decision = scorer.decide(...numbers);
    if (decision === null) return null;
    const { weight, isLink, veto } = decision;
    const reason = veto?.reason ?? speakingFields(scorer.bitsOfFields(...numbers));
    return { weight, isLink, vetoKind: veto?.kind ?? null, reason };
  }

  cluster(pairs: readonly KnownPair[], places?: ReadonlySet<string>): readonly Cluster[] {
    const clusters = clusterRecords(this.#scorer, pairs, this.#model);
    if (places === undefined) return clusters;
    // No pair leads out of the places, so nobody else is in a cluster with them.
    return clusters.filter(
      ({ members: [first] }) => first !== undefined && places.has(sourceText(first)),
    );
  }
}
