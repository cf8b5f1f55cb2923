// The embedded database on a thread of its own. Plain JavaScript: Node loads a thread by itself, without the loader
// that the program which starts it may have.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

/** So much of an answer is handed over at once. */
const PART_BYTES = 65_536;

const pglite = await PGlite.create(workerData);
parentPort.postMessage({ kind: 'open' });

let before = Promise.resolve();
parentPort.on('message', (request) => {
  before = before.then(() => (request.kind === 'close' ? close() : answer(request.messages)));
});

/** What the database hands over is memory of its own, which it writes to again: it is copied. */
async function answer(messages) {
  let parts = [];
  let bytes = 0;
  const handOver = () => {
    const data = new Uint8Array(Buffer.concat(parts));
    [parts, bytes] = [[], 0];
    parentPort.postMessage({ kind: 'data', data }, [data.buffer]);
  };
  const onRawData = (data) => {
    parts.push(Buffer.from(data));
    bytes += data.length;
    if (bytes >= PART_BYTES) handOver();
  };
  try {
    await pglite.execProtocolRawStream(messages, { onRawData });
    if (bytes > 0) handOver();
    parentPort.postMessage({ kind: 'done' });
  } catch (error) {
    parentPort.postMessage({ kind: 'failed', error });
  }
}

async function close() {
  await pglite.close();
  parentPort.close();
}
