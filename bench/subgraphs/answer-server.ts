import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AnswerMemory } from './answer-memory.ts';

/** One request of a gateway to a subgraph. */
export interface Question {
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
}

/** How one subgraph answers. */
export interface Answerer {
  /** What besides the body makes questions different. */
  readonly audience?: (question: Question) => string;
  /** Called for a question that is not remembered. Null is a fault that is not worth remembering. */
  readonly answer: (question: Question) => Promise<Buffer | null>;
}

const MOST_BYTES = 256 * 1024 * 1024;
/** Longer than any round, so that no connection is closed under a gateway's hands. */
const KEEP_ALIVE_MS = 600_000;

/**
 * Serves subgraphs at `/<name>` and the number of their requests at `/requests`. A question is answered once
 * and its answer remembered, so that a subgraph costs next to nothing and the gateway is what is measured.
 */
export async function serveAnswers(answerers: ReadonlyMap<string, Answerer>): Promise<string> {
  const memory = new AnswerMemory(MOST_BYTES);
  let requests = 0;

  const answerFor = async (request: IncomingMessage): Promise<Buffer | null> => {
    const path = request.url ?? '/';
    if (path === '/requests') return Buffer.from(String(requests));
    const answerer = answerers.get(path.slice(1));
    if (answerer === undefined) return null;
    requests += 1;
    const question = { body: await readAll(request), headers: request.headers };
    const key = `${path}\n${answerer.audience?.(question) ?? ''}\n${question.body.toString('latin1')}`;
    const known = memory.get(key);
    if (known !== undefined) return known;
    const answer = await answerer.answer(question);
    if (answer !== null) memory.put(key, answer);
    return answer;
  };

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    answerFor(request).then(
      (answer) => {
        const found = answer ?? Buffer.from('{"errors":[{"message":"No answer."}]}');
        response
          .writeHead(answer === null ? 502 : 200, {
            'content-type': 'application/json',
            'content-length': found.length,
          })
          .end(found);
      },
      (error: unknown) => {
        console.error(error);
        response.writeHead(500).end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address of this kind.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** By its events: an iterator over its chunks takes longer than all the rest of an answer. */
function readAll(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)); // No encoding is set, so bytes come.
    request.once('end', () => {
      const [only, ...more] = chunks;
      resolve(more.length === 0 ? (only ?? Buffer.alloc(0)) : Buffer.concat(chunks));
    });
    request.once('error', reject);
  });
}
