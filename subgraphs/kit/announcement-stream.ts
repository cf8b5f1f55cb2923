import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  ANNOUNCEMENTS_PATH,
  ANNOUNCEMENTS_PULSE_MS,
  ANNOUNCEMENTS_SCOPE,
} from '../../schema/announcement.ts';
import type { EventBus } from './event-bus.ts';

export interface AnnouncementStreamOptions {
  readonly room: string;
  readonly bus: Pick<EventBus, 'listen'>;
  /** Lets only the gateway in. */
  readonly guard: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

/** More text than this that a gateway did not read yet means that it reads no more: its stream is cut, and it asks anew. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;

/**
 * Streams what the room announces, a line of JSON each, to the gateway that asks for it; for gateway and rooms that share
 * no Redis. Nothing is kept for a gateway that is away.
 */
export function serveAnnouncements(
  http: FastifyInstance,
  { room, bus: { listen }, guard }: AnnouncementStreamOptions,
): void {
  if (listen === null) return;
  const streams = new Set<Readable>();
  // Before the server waits for its connections to end.
  http.addHook('preClose', (done) => {
    for (const stream of streams) stream.push(null);
    done();
  });
  http.post(`/${ANNOUNCEMENTS_PATH}`, { preHandler: guard }, async (request, reply) => {
    if (request.caller?.scopes.includes(ANNOUNCEMENTS_SCOPE) !== true)
      return reply.code(403).send();
    const stream = new Readable({ read: () => undefined });
    const say = (line: string): void => {
      if (stream.readableLength > MOST_WAITING_BYTES) stream.destroy();
      else stream.push(line);
    };
    const stop = listen((one) => {
      if (one.room === room) say(`${JSON.stringify(one)}\n`);
    });
    const pulse = setInterval(() => say('\n'), ANNOUNCEMENTS_PULSE_MS);
    streams.add(stream);
    stream.once('close', () => {
      clearInterval(pulse);
      stop();
      streams.delete(stream);
    });
    // The gateway knows by this line that nothing is missed from now on.
    say('\n');
    return reply.type('application/x-ndjson').send(stream);
  });
}
