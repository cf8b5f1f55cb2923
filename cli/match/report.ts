import {
  describeModel,
  markdownTable as table,
} from '../../subgraphs/customers/matching/explain/describe-model.ts';
import type { Rate } from '../../subgraphs/customers/matching/measure/truth-metrics.ts';
import type { MatchRun } from './match-files.ts';

const count = new Intl.NumberFormat('en-US');

/** What a run came to, in Markdown: numbers, blocking rules, weights, quality, time. */
export function writeReport(run: MatchRun): string {
  return [
    '## Result',
    table(['', ''], resultRows(run)),
    ...(run.quality === null ? [] : ['## Quality against the truth', qualityTable(run)]),
    '## Where the candidates come from',
    blockingText(run),
    '## What the evidence weighs',
    'In bits: each adds up to the weight of a pair, and one bit doubles the odds.',
    describeModel(run.result.training.model),
    '## Time',
    table(['stage', 'ms', 'share'], stageRows(run)),
  ].join('\n\n');
}

function resultRows({ table: { records }, result }: MatchRun): readonly (readonly string[])[] {
  const sizes = new Map<number, number>();
  for (const cluster of result.clusters) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const several = [...sizes.values()].filter((size) => size > 1);
  const all = (records * (records - 1)) / 2;
  const { compared } = result.scored;
  return [
    ['records', count.format(records)],
    ['candidate pairs', count.format(compared)],
    ['reduction ratio', (1 - compared / Math.max(1, all)).toFixed(6)],
    ['matching pairs expected', count.format(Math.round(result.training.expectedMatches))],
    ['links', count.format(result.links.lefts.length)],
    ['pairs to review', count.format(result.review.lefts.length)],
    ['clusters', count.format(sizes.size)],
    ['clusters of several records', count.format(several.length)],
    ['largest cluster', count.format(several.reduce((most, size) => Math.max(most, size), 1))],
    ...(result.cleanFiles.length === 0
      ? []
      : [['clean files: one record a cluster', result.cleanFiles.map((it) => it + 1).join(', ')]]),
  ];
}

function qualityTable({ quality }: MatchRun): string {
  if (quality === null) return '';
  const row = (name: string, { precision, recall, f1 }: Rate) => [
    name,
    ...[precision, recall, f1].map((share) => share.toFixed(4)),
  ];
  return table(
    ['measure', 'precision', 'recall', 'F1'],
    [
      row('pairwise (links after clustering)', quality.pairwise),
      row('cluster-pair (all pairs of a cluster)', quality.clusterPair),
      row('B-cubed', quality.bCubed),
      ['clusters exactly right', '', '', quality.exactClusters.toFixed(4)],
    ],
  );
}

function blockingText({ result }: MatchRun): string {
  const { chosen } = result.training;
  const share = (chosen.coverage * 100).toFixed(2);
  return [
    `${chosen.rules.length} of ${chosen.considered} rules were chosen by what they find in a sample of ` +
      `${count.format(chosen.likelyMatches)} likely matches. Pairs completeness is estimated at ${share} %.`,
    table(
      ['rule', 'pairs', 'finds that no rule before it does'],
      chosen.rules.map(({ name, pairs, coverage }) => [
        name,
        count.format(pairs),
        `${(coverage * 100).toFixed(2)} %`,
      ]),
    ),
  ].join('\n\n');
}

function stageRows({ stages }: MatchRun): readonly (readonly string[])[] {
  const total = stages.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return [...stages, { name: 'total', milliseconds: total }].map(({ name, milliseconds }) => [
    name,
    milliseconds.toFixed(0),
    `${((100 * milliseconds) / total).toFixed(1)} %`,
  ]);
}
