import { readLoanServicingConfig } from './environment.ts';
import { startLoanServicing } from './start-loan-servicing.ts';

/** Runs the loan-servicing system as a process of its own until it is told to stop. */
const running = await startLoanServicing(readLoanServicingConfig());
process.stdout.write(`ready ${running.url}\n`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
