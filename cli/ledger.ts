import { parseArgs } from 'node:util';

import { noteOf, readNoted, withLedger } from './ledger/with-ledger.ts';
import { createProgressBar } from './import/progress-bar.ts';
import { verifyChain, type ChainHead } from '../subgraphs/governance/ledger/verify-chain.ts';

const HELP = `Usage: npm run -s ledger -- verify [--noted POSITION:HASH]

Walks the chain of the read ledger and names the first link at which something is not as it was written; then
the status is 1. Prints the position and hash of the chain's end, to be noted and checked against later.

  --noted POSITION:HASH   an end that was noted before: it must still be in the chain

Environment: DATABASE_URL, else the embedded database in DATA_DIR (.data), which nobody else may have open.`;

const options = {
  noted: { type: 'string' },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  if (values.help) {
    console.log(HELP);
    return;
  }
  if (positionals.length !== 1 || positionals[0] !== 'verify') {
    const given = positionals.join(' ') || 'nothing';
    throw new Error(`Expected the word "verify", but got: ${given}.\n\n${HELP}`);
  }
  await verify(values.noted === undefined ? undefined : readNoted(values.noted));
}

async function verify(noted: ChainHead | undefined): Promise<void> {
  const bar = createProgressBar(process.stderr, 'Verifying');
  const onProgress = (done: number, all: number) => bar.update(done / all, `link ${done}`);
  const verdict = await withLedger(process.env, (database) =>
    verifyChain(database, { noted, onProgress }),
  );
  bar.finish();
  if (verdict.kind === 'broken') {
    throw new Error(`The chain is broken at link ${verdict.position}: ${verdict.what}.`);
  }
  const { head, expired } = verdict;
  console.log(`The chain is whole: ${head.position} links, ${expired} of them no longer kept.`);
  console.log(`It ends at ${noteOf(head)}`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
