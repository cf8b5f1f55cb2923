/** How long `npm run match` takes, stage by stage, how much memory, and how good the result is. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readMatchMapping } from '../cli/match/mapping.ts';
import { matchFiles } from '../cli/match/match-files.ts';
import { writeReport } from '../cli/match/report.ts';
import { PEOPLE_MAPPING, writePeople } from './matching/generated-people.ts';

const HELP = `Usage: node --import tsx/esm bench/matching.ts [RECORDS]
       node --import tsx/esm bench/matching.ts FILE MAPPING [TRUTH-COLUMN]

Matches so many generated records, a million by default, or a file.`;

async function measure(file: string, mappingFile: string, truth: string | undefined) {
  const mapping = readMatchMapping(mappingFile);
  const began = performance.now();
  const run = await matchFiles({
    files: [file],
    mapping,
    truth: truth === undefined ? mapping.truth : { column: truth },
    onProgress: () => undefined,
  });
  const seconds = (performance.now() - began) / 1000;
  console.log(writeReport(run));
  // The process's start is in it, as whoever waits for the command sees it.
  const whole = process.uptime();
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(`\n${seconds.toFixed(2)} s, with the start of the process ${whole.toFixed(2)} s,`);
  console.log(`at most ${megabytes.toFixed(0)} MB`);
}

async function measureGenerated(records: number): Promise<void> {
  if (!Number.isInteger(records) || records < 1) {
    throw new Error('RECORDS must be a whole number above 0, or a file with its mapping.');
  }
  const directory = mkdtempSync(join(tmpdir(), 'switchboard-matching-'));
  const [people, mapping] = [join(directory, 'people.csv'), join(directory, 'people.yaml')];
  writeFileSync(mapping, PEOPLE_MAPPING);
  await writePeople(people, records);
  await measure(people, mapping, undefined);
  rmSync(directory, { recursive: true });
}

const { positionals, values } = parseArgs({
  options: { help: { type: 'boolean', short: 'h' } },
  allowPositionals: true,
});
const [first = '1000000', mappingFile, truth] = positionals;
if (values.help === true) console.log(HELP);
else if (mappingFile === undefined) await measureGenerated(Number(first));
else await measure(first, mappingFile, truth);
