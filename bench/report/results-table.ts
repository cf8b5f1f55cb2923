import { nameOf } from '../contestants/contestant.ts';
import { medianRatio } from '../load/statistics.ts';
import type { Result } from '../measure/contest.ts';
import { markdownTable } from './markdown-table.ts';
import { summarise, type Measured } from './summary.ts';

const HEAD = [
  'gateway / shared',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'p99/p50',
  'CPU ms/request',
  'requests/s a core',
  'core busy',
  'peak MiB',
  'subgraph requests',
  'errors',
  'requests/s, × reference',
  'CPU, × reference',
];

/** A row a contestant, compared round by round with the reference where it took part. */
export function resultsTable(results: readonly Result[]): string {
  const reference = results.find(
    (result): result is Measured =>
      result.kind === 'measured' && result.contestant.engine === 'reference',
  );
  const rows = results.map((result) =>
    result.kind === 'failed' ? failedRow(result) : measuredRow(result, reference),
  );
  return [markdownTable(HEAD, rows), ...reasons(results)].join('\n');
}

type Failed = Extract<Result, { readonly kind: 'failed' }>;

function failedRow({ contestant }: Failed): readonly string[] {
  return [nameOf(contestant), 'FAILED', ...HEAD.slice(2).map(() => '')];
}

function reasons(results: readonly Result[]): readonly string[] {
  const failed = results.filter((result): result is Failed => result.kind === 'failed');
  return failed.map(({ contestant, reason }) => `\n${nameOf(contestant)} failed: ${reason}`);
}

function measuredRow(result: Measured, reference: Measured | undefined): readonly string[] {
  const summary = summarise(result);
  return [
    nameOf(result.contestant),
    decimal(summary.requestsPerSecond, 0),
    decimal(summary.p50, 1),
    decimal(summary.p99, 1),
    decimal(summary.p99 / summary.p50, 1),
    decimal(summary.cpu, 2),
    decimal(1000 / summary.cpu, 0),
    `${decimal(summary.busy * 100, 0)} %`,
    decimal(summary.peakMebibytes, 0),
    decimal(summary.subgraphRequests, 2),
    '0',
    ...(reference === undefined ? ['–', '–'] : ratios(result, reference)),
  ];
}

/** How many times as many requests a second, and how many times as many for the same processor time. */
export function ratios(result: Measured, other: Measured): readonly [string, string] {
  const column = (measured: Measured, key: 'requestsPerSecond' | 'cpu') =>
    measured.rounds.map((round) => round[key]);
  return [
    decimal(
      medianRatio(column(result, 'requestsPerSecond'), column(other, 'requestsPerSecond')),
      2,
    ),
    decimal(medianRatio(column(other, 'cpu'), column(result, 'cpu')), 2),
  ];
}

function decimal(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '–';
}
