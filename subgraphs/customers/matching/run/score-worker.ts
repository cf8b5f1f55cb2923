import { parentPort } from 'node:worker_threads';
import type { Share } from '../block/candidate-pairs.ts';
import { scoreShare, type ScoreOrder } from './score-share.ts';

/** A thread that scores the shares it is sent, one answer each. */
parentPort?.on('message', ({ order, share }: { order: ScoreOrder; share: Share }) => {
  const scored = scoreShare(order, share);
  parentPort?.postMessage(scored, [
    scored.lefts.buffer as ArrayBuffer,
    scored.rights.buffer as ArrayBuffer,
    scored.weights.buffer as ArrayBuffer,
  ]);
});
