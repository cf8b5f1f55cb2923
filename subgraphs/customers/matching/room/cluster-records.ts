import { sourceText } from '../../model.ts';
import type { Cluster, Evidence, KnownPair } from '../../linking/linker.ts';
import { clusterLinks } from '../cluster/cluster-links.ts';
import { probabilityOf } from '../explain/explain-score.ts';
import { MATCHING } from '../run/settings.ts';
import type { MatchModel } from '../weigh/model.ts';
import type { VetoKind } from './pair-vetoes.ts';
import type { RecordScorer } from './record-scorer.ts';
import { speakingFields } from './speaking-fields.ts';

/** What a steward says is certain. */
const STEWARD: Evidence = Object.freeze({ probability: 1, rule: 'steward' });

/**
 * Parts connected records into customers. A function of the records and what is known of their pairs: neither
 * their order nor who came first changes it. What a steward parted stays apart whatever else is known, and
 * what a steward joined stays together unless another steward parted it.
 */
export function clusterRecords(
  scorer: RecordScorer,
  pairs: readonly KnownPair[],
  model: MatchModel,
): readonly Cluster[] {
  const numbered = pairs.map((pair) => ({
    ...pair,
    left: scorer.numberOf(pair.left),
    right: scorer.numberOf(pair.right),
  }));
  const records = scorer.records.length;
  const keyOf = (left: number, right: number) =>
    Math.min(left, right) * records + Math.max(left, right);
  const decisions = new Map(numbered.map((pair) => [keyOf(pair.left, pair.right), pair.decision]));
  const links = numbered.filter(
    ({ isLink, decision }) => decision === 'must-link' || (isLink && decision === null),
  );
  const clusters = clusterLinks(linksOf(links), {
    records,
    least: MATCHING.joinClusters,
    priorWeight: model.priorWeight,
    weightOf: (left, right) =>
      decisions.get(keyOf(left, right)) === 'must-link' ? CERTAIN : scorer.weightOf(left, right),
    mayJoin: (left, right, isForced) =>
      everyPair(left, right, (one, other) => {
        const decision = decisions.get(keyOf(one, other)) ?? null;
        if (decision !== null) return decision === 'must-link';
        return isForced || !PARTING.has(scorer.vetoOf(one, other)?.kind);
      }),
    mustJoin: (left, right) => decisions.get(keyOf(left, right)) === 'must-link',
  });
  return clustersOf(scorer, clusters, links);
}

/** Vetoes that hold also through a third record. */
const PARTING: ReadonlySet<VetoKind | undefined> = new Set(['never', 'apart']);

/** Above every weight of evidence, so that steward's links are taken first. */
const CERTAIN = 500;

interface NumberedLink {
  readonly left: number;
  readonly right: number;
  readonly weight: number | null;
  readonly decision: KnownPair['decision'];
}

function linksOf(pairs: readonly NumberedLink[]) {
  return {
    lefts: Int32Array.from(pairs, ({ left, right }) => Math.min(left, right)),
    rights: Int32Array.from(pairs, ({ left, right }) => Math.max(left, right)),
    weights: Float64Array.from(pairs, ({ weight, decision }) =>
      decision === 'must-link' ? CERTAIN : (weight ?? 0),
    ),
  };
}

function everyPair(
  left: readonly number[],
  right: readonly number[],
  holds: (one: number, other: number) => boolean,
): boolean {
  return left.every((one) => right.every((other) => holds(one, other)));
}

function clustersOf(
  scorer: RecordScorer,
  clusters: Int32Array,
  links: readonly NumberedLink[],
): readonly Cluster[] {
  const best = bestLinks(clusters, links);
  const members = new Map<number, Cluster['members'][number][]>();
  scorer.records.forEach((record, number) => {
    const { division, localId } = record;
    const link = best.get(number);
    const evidence = link === undefined ? null : evidenceOf(scorer, link);
    const cluster = clusters[number] ?? number;
    const known = members.get(cluster) ?? [];
    known.push({ division, localId, evidence });
    members.set(cluster, known);
  });
  return [...members.values()].map((all) => ({
    members: all.sort((a, b) => (sourceText(a) < sourceText(b) ? -1 : 1)),
  }));
}

/** For each record the heaviest link to another one of its cluster. */
function bestLinks(
  clusters: Int32Array,
  links: readonly NumberedLink[],
): ReadonlyMap<number, NumberedLink> {
  const best = new Map<number, NumberedLink>();
  const heavier = (one: NumberedLink, other: NumberedLink | undefined) =>
    other === undefined || weightOfLink(one) > weightOfLink(other);
  for (const link of links) {
    if (clusters[link.left] !== clusters[link.right]) continue;
    for (const end of [link.left, link.right]) {
      if (heavier(link, best.get(end))) best.set(end, link);
    }
  }
  return best;
}

function weightOfLink({ weight, decision }: NumberedLink): number {
  return decision === 'must-link' ? CERTAIN : (weight ?? 0);
}

function evidenceOf(scorer: RecordScorer, link: NumberedLink): Evidence {
  if (link.decision === 'must-link') return STEWARD;
  const weight = scorer.weightOf(link.left, link.right);
  const probability = Number(probabilityOf(weight).toFixed(6));
  const rule = speakingFields(scorer.bitsOfFields(link.left, link.right));
  return { probability: Math.min(MOST, probability), rule };
}

/** Only a steward is certain. */
const MOST = 0.999999;
