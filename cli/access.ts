import { runAccess } from './access/run-access.ts';

async function main(): Promise<void> {
  process.stdout.write(await runAccess(process.argv.slice(2)));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
