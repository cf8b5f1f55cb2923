import { parseArgs } from 'node:util';
import { createGatewayClient } from './client/gateway-client.ts';
import { operatorToken } from './client/operator-token.ts';
import { createProgressBar } from './import/progress-bar.ts';
import { runImport, type ImportSummary } from './import/run-import.ts';

const HELP = `Usage: npm run import -- [--division NAME] [--kind KIND] --mapping FILE [options] FILE

Imports customers, complaints, cases, calls, reviews or loans from a CSV file (.csv or .csv.gz) into a running
Switchboard. The mapping says which column is what: see docs/import.md.

  --division NAME   whose records they are, e.g. banking (default: what the mapping says)
  --kind KIND       what the file holds, e.g. cases (default: what the mapping says)
  --mapping FILE    YAML
  --rejects FILE    where rows that are not taken go (default: FILE.rejected.csv)
  --url URL         the gateway (default: http://127.0.0.1:PORT/graphql, PORT 4000)
  --patience S      how many seconds to go on trying while nobody answers (default 120)

Environment: SWITCHBOARD_TOKEN (else a token signed with the development key in DATA_DIR), DATA_DIR, PORT.
An import that was interrupted goes on where it was when the same command is given again.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    division: { type: 'string' },
    kind: { type: 'string' },
    mapping: { type: 'string' },
    rejects: { type: 'string' },
    url: { type: 'string' },
    patience: { type: 'string', default: '120' },
    help: { type: 'boolean', short: 'h' },
  },
});

const [file] = positionals;
if (values.help === true) console.log(HELP);
else if (file === undefined || positionals.length > 1 || values.mapping === undefined) {
  console.error(`Expected --mapping and one file.\n\n${HELP}`);
  process.exitCode = 1;
} else {
  await importFile(file, values.mapping).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}

async function importFile(path: string, mappingFile: string): Promise<void> {
  const dataDirectory = process.env['DATA_DIR'] ?? '.data';
  const url = values.url ?? `http://127.0.0.1:${process.env['PORT'] ?? '4000'}/graphql`;
  const rejectsFile = values.rejects ?? `${path}.rejected.csv`;
  const client = createGatewayClient({
    url,
    token: await operatorToken(process.env, dataDirectory),
    patienceMs: readPatience(values.patience),
  });
  const bar = createProgressBar(process.stderr, `Importing ${path}`);
  const { division = null, kind } = values;
  const order = {
    file: path,
    mappingFile,
    division,
    kind,
    rejectsFile,
    dataDirectory,
    client,
    bar,
  };
  const summary = await runImport({ ...order, target: url });
  print(summary, { path, rejectsFile });
}

/** Milliseconds. */
function readPatience(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1_000;
  throw new Error(`--patience must be a whole number of seconds, but got: "${text}".`);
}

interface Told {
  readonly path: string;
  readonly rejectsFile: string;
}

function print(summary: ImportSummary, { path, rejectsFile }: Told): void {
  const { kind, division } = summary;
  console.log(`Imported ${path} as ${kind}${division === null ? '' : ` of ${division}`}`);
  if (summary.continuedAfter > 0) console.log(`  continued after row ${summary.continuedAfter}`);
  for (const field of ['read', 'accepted', 'unchanged', 'rejected', 'skipped'] as const) {
    console.log(`  ${field.padEnd(10)} ${String(summary[field]).padStart(8)}`);
  }
  if (summary.cases > 0)
    console.log(`  ${'in cases'.padEnd(10)} ${String(summary.cases).padStart(8)}`);
  printCounts('rejected because', summary.reasons);
  printCounts('taken with a remark', summary.warnings);
  if (summary.rejected > 0) console.log(`  rejected rows are in ${rejectsFile}`);
}

function printCounts(title: string, counts: Readonly<Record<string, number>>): void {
  const entries = Object.entries(counts);
  if (entries.length === 0) return;
  console.log(`  ${title}:`);
  for (const [text, times] of entries) console.log(`  ${String(times).padStart(8)} x ${text}`);
}
