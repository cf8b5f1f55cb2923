import { runCompose } from './compose/run-compose.ts';

process.exitCode = await runCompose(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
});
