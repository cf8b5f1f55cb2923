import { fork } from 'node:child_process';
import type { Settings } from '../../subgraphs/kit/room.ts';
import { rematch, type RematchOrder } from './rematch.ts';

/**
 * As `rematch`, with more processes that take tasks of the same job. Only this one learns: the others join
 * when there is a job. Whether they live does not matter for the result.
 */
export function rematchInProcesses(workers: number): typeof rematch {
  return async (settings, order) => {
    if (settings['DATABASE_URL'] === undefined) {
      throw new Error('More than one worker needs DATABASE_URL, but it is not set.');
    }
    const others: (() => void)[] = [];
    try {
      return await rematch(settings, { ...order, onProgress: helped(order, others, workers - 1) });
    } finally {
      for (const end of others) end();
    }
  };
}

/** Starts helpers at the first sign of progress, when the job is there. */
function helped(
  { onProgress }: RematchOrder,
  others: (() => void)[],
  helpers: number,
): RematchOrder['onProgress'] {
  return (progress) => {
    while (others.length < helpers) others.push(startHelper(process.env));
    onProgress(progress);
  };
}

function startHelper(settings: Settings): () => void {
  const child = fork(process.argv[1] ?? '', ['--join'], { env: { ...settings }, stdio: 'ignore' });
  // One that cannot start or dies is missed by nobody.
  child.on('error', () => undefined);
  return () => child.kill();
}
