import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createProgressBar } from './import/progress-bar.ts';
import { clustersAsCsv } from './match/clusters-as-csv.ts';
import { explainPair } from './match/explain-pair.ts';
import { readMatchMapping } from './match/mapping.ts';
import { matchFiles } from './match/match-files.ts';
import { writeReport } from './match/report.ts';

const HELP = `Usage: npm run match -- --file FILE --mapping FILE [options]

Finds the records of a CSV file (.csv or .csv.gz) that are one person, and prints a report. The mapping
says which column is what: see docs/matching.md. Nothing needs to run, and no labels are needed.

  --file FILE           the records
  --mapping FILE        YAML
  --against FILE        link with the records of another file; one that has no duplicates of its own has at
                        most one record in each cluster
  --truth COLUMN        the column that says who is who: measures precision, recall and F1
  --truth-pattern REGEX the part of that column that counts, e.g. '^rec-\\d+'
  --clusters FILE       write a CSV file of each record's id and cluster
  --explain ID,ID       say what speaks for and against these two records being one person
  --threads N           default: one a core`;

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    mapping: { type: 'string' },
    against: { type: 'string' },
    truth: { type: 'string' },
    'truth-pattern': { type: 'string' },
    clusters: { type: 'string' },
    explain: { type: 'string' },
    threads: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

/** The column of the command line, else that of the mapping. */
function truthOf(inMapping: { column: string; pattern?: string | undefined } | null) {
  const column = values.truth ?? inMapping?.column;
  return column === undefined
    ? null
    : { column, pattern: values['truth-pattern'] ?? inMapping?.pattern };
}

function readThreads(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 64) return threads;
  throw new Error(`--threads must be a whole number from 1 to 64, but got: ${text}`);
}

async function main(file: string, mappingFile: string): Promise<void> {
  const mapping = readMatchMapping(mappingFile);
  const bar = createProgressBar(process.stderr, 'Matching');
  const run = await matchFiles({
    files: [file, ...(values.against === undefined ? [] : [values.against])],
    mapping,
    truth: truthOf(mapping.truth),
    threads: readThreads(values.threads),
    onProgress: (stage, share) => bar.update(shareOfRun(stage, share), stage),
  });
  bar.update(1, 'done');
  bar.finish();
  if (values.clusters !== undefined) writeFileSync(values.clusters, clustersAsCsv(run));
  if (values.explain !== undefined) console.log(`${explainPair(run, values.explain)}\n`);
  console.log(writeReport(run));
}

/** Where each stage begins, as a share of a usual run. */
const STAGES: readonly (readonly [stage: string, begins: number])[] = [
  ['read and standardise', 0],
  ['build columns', 0.3],
  ['measure chance', 0.35],
  ['block', 0.45],
  ['learn weights', 0.65],
  ['score', 0.75],
  ['cluster', 0.9],
  ['measure', 0.98],
];

function shareOfRun(stage: string, share: number): number {
  const place = STAGES.findIndex(([name]) => name === stage);
  const begins = STAGES[place]?.[1] ?? 0;
  const ends = STAGES[place + 1]?.[1] ?? 1;
  return begins + share * (ends - begins);
}

if (values.help === true || values.file === undefined || values.mapping === undefined) {
  console.log(HELP);
  process.exitCode = values.help === true ? 0 : 2;
} else {
  try {
    await main(values.file, values.mapping);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
