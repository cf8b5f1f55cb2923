import type { Judge, Judgement, Linker } from '../../linking/linker.ts';
import type { PlacedRecord } from '../../model.ts';
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
    judge: (records: readonly PlacedRecord[]) => judgeOf(records, model),
    cluster: (records, pairs) => clusterRecords(new RecordScorer(records, model), pairs, model),
  } satisfies Linker);
}

/** As a room begins, before it has learnt from its own records. */
export const defaultLinker: Linker = createLinker(defaultModel);

function judgeOf(records: readonly PlacedRecord[], model: MatchModel): Judge {
  const scorer = new RecordScorer(records, model);
  return {
    judge(left: string, right: string): Judgement | null {
      const numbers = [scorer.numberOf(left), scorer.numberOf(right)] as const;
      const decision = scorer.decide(...numbers);
      if (decision === null) return null;
      const { weight, isLink, veto } = decision;
      const reason = veto?.reason ?? speakingFields(scorer.explain(...numbers));
      return { weight, isLink, vetoKind: veto?.kind ?? null, reason };
    },
  };
}
