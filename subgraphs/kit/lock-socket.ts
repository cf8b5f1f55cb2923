import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What the process behind a lock's socket says of itself. */
export interface LockSocketAnswer {
  readonly state: 'holds' | 'wants';
  /** Its process id, or `unknown` when it lives but does not say. */
  readonly pid: string;
}

/** A process that is stopped or at heavy work still holds what it holds. */
const SILENCE_MS = 5_000;
const ASK_AGAIN_MS = 10;
const ALIVE: LockSocketAnswer = Object.freeze({ state: 'holds', pid: 'unknown' });

/** Null when no process listens there. */
export async function askLockSocket(path: string): Promise<LockSocketAnswer | null> {
  for (;;) {
    const answer = await askOnce(path);
    if (answer !== 'broken off') return answer;
    await pause(ASK_AGAIN_MS);
  }
}

function askOnce(path: string): Promise<LockSocketAnswer | null | 'broken off'> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(path);
    socket.setTimeout(SILENCE_MS, () => {
      resolve(ALIVE);
      socket.destroy();
    });
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(meaningOf(error)));
    socket.once('close', () => resolve(readAnswer(text)));
  });
}

/** Only these two say that nobody is there. A full queue, say, or another user's socket is somebody. */
function meaningOf(error: NodeJS.ErrnoException): LockSocketAnswer | null | 'broken off' {
  if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') return null;
  return error.code === 'ECONNRESET' || error.code === 'EPIPE' ? 'broken off' : ALIVE;
}

/** Who ends without an answer has just let go. */
function readAnswer(text: string): LockSocketAnswer | 'broken off' {
  const [, state, pid] = /^(holds|wants) (\d+)$/.exec(text) ?? [];
  if (pid === undefined) return 'broken off';
  return { state: state === 'wants' ? 'wants' : 'holds', pid };
}
