import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

import type { GraphQLError } from 'graphql';

import type { EventAnswers } from './event-answers.ts';
import { refusalsOf } from './subscriptions.ts';

export interface EventWriting {
  readonly headers: OutgoingHttpHeaders;
  /** How often somebody who is told nothing is sent a sign of life. */
  readonly keepAliveMs: number;
  /** Told of what ends the stream, as its reader is. */
  readonly onFailed: (error: unknown, told: readonly GraphQLError[]) => void;
}

/**
 * Writes a subscription's answers as server-sent events, no faster than they are read, until it or its reader ends.
 * Whichever it is, nothing waits for events any more then.
 */
export async function writeEvents(
  response: ServerResponse,
  answers: EventAnswers,
  { headers, keepAliveMs, onFailed }: EventWriting,
): Promise<void> {
  response.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream; charset=utf-8',
    // A proxy that gathered a whole answer would gather for ever.
    'x-accel-buffering': 'no',
  });
  const stop = (): void => void answers.return();
  response.once('close', stop);
  // It closed while the subscription was opened: that is not said again.
  if (response.destroyed) stop();
  const alive = setInterval(() => response.write(':\n\n'), keepAliveMs);
  try {
    await write(response, ':\n\n');
    for await (const result of answers) await write(response, next(result));
  } catch (error) {
    const told = refusalsOf(error);
    onFailed(error, told);
    await write(response, next({ errors: told }));
  } finally {
    clearInterval(alive);
  }
  response.end('event: complete\ndata:\n\n');
}

function next(result: object): string {
  return `event: next\ndata: ${JSON.stringify(result)}\n\n`;
}

/** Settles when more may be written, so that whoever reads slowly is written to slowly; or when nobody reads any more. */
async function write(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}
