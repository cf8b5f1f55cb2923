import { lockDirectory } from '../../../subgraphs/kit/directory-lock.ts';

/** A program that takes the directory it is given, says so, and keeps it until it is told to stop. */
const [directory = ''] = process.argv.slice(2);
const keepAlive = setInterval(() => undefined, 60_000);
try {
  const lock = await lockDirectory(directory);
  process.once('SIGTERM', () => {
    void lock.release().then(() => process.exit(0));
  });
  console.log('held');
} catch (error) {
  clearInterval(keepAlive);
  console.log(`refused ${error instanceof Error ? error.message : String(error)}`);
}
