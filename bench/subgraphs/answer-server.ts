import { createServer, type AddressInfo, type Socket } from 'node:net';
import { AnswerMemory } from './answer-memory.ts';
import { RequestParser, type ParsedRequest } from './request-parser.ts';

/** One request of a gateway to a subgraph. */
export type Question = Pick<ParsedRequest, 'body' | 'headers'>;

/** How one subgraph answers. */
export interface Answerer {
  /** What besides the body makes questions different. */
  readonly audience?: (question: Question) => string;
  /** Called for a question that is not remembered. Null is a fault that is not worth remembering. */
  readonly answer: (question: Question) => Promise<Buffer | null>;
}

const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Serves subgraphs at `/<name>` and the number of their requests at `/requests`. A question is answered once
 * and its answer remembered, over sockets with nothing in between, so that a subgraph costs next to nothing and the
 * gateway is what is measured.
 */
export async function serveAnswers(answerers: ReadonlyMap<string, Answerer>): Promise<string> {
  const memory = new AnswerMemory(MOST_BYTES);
  let requests = 0;

  const responseTo = (request: ParsedRequest): Buffer | Promise<Buffer> => {
    const { path } = request;
    if (path === '/requests') return response('200 OK', Buffer.from(String(requests)));
    const answerer = answerers.get(path.slice(1));
    if (answerer === undefined) return BAD_GATEWAY;
    requests += 1;
    const audience = answerer.audience?.(request) ?? '';
    const key = `${path}\n${audience}\n${request.body.toString('latin1')}`;
    return memory.get(key) ?? ask(answerer, request, (answered) => memory.put(key, answered));
  };

  const server = createServer({ noDelay: true }, (socket) => serve(socket, responseTo));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address of this kind.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function ask(
  answerer: Answerer,
  question: Question,
  remember: (answered: Buffer) => void,
): Promise<Buffer> {
  const answer = await answerer.answer(question);
  if (answer === null) return BAD_GATEWAY;
  const answered = response('200 OK', answer);
  remember(answered);
  return answered;
}

/** A connection has one request under way at a time. */
function serve(
  socket: Socket,
  responseTo: (request: ParsedRequest) => Buffer | Promise<Buffer>,
): void {
  const fail = (error: unknown): void => {
    console.error(error);
    socket.destroy();
  };
  const parser = new RequestParser((request) => {
    const answered = responseTo(request);
    if (Buffer.isBuffer(answered)) socket.write(answered);
    else answered.then((late) => socket.write(late), fail);
  });
  socket.on('data', (piece: Buffer) => {
    try {
      parser.push(piece); // No encoding is set, so bytes come.
    } catch (error) {
      fail(error);
    }
  });
  // A gateway that ends may leave in the middle of anything.
  socket.on('error', () => socket.destroy());
}

function response(status: string, body: Buffer): Buffer {
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

const BAD_GATEWAY = response(
  '502 Bad Gateway',
  Buffer.from('{"errors":[{"message":"No answer."}]}'),
);
