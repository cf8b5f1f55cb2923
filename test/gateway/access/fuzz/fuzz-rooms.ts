import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { execute, parse } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';

import { ASSERTION_HEADER, deriveRoomKey, verifyAssertion } from '../../../../schema/assertion.ts';
import { fieldGuardOf } from '../../../support/ask-field-guard.ts';
import { NO_FAULTS } from '../../execute/differential/trials.ts';
import type { World } from '../../execute/differential/world.ts';
import { askedFields } from './asked-fields.ts';
import type { DeclaredRights } from './declared-rights.ts';
import type { Holder } from './holder.ts';

/** What a room says about one request that it was sent. */
export interface Received {
  readonly room: string;
  readonly query: string;
  /** What it was asked for although the caller may not read it, and other reasons to complain. */
  readonly faults: readonly string[];
}

export interface FuzzRooms {
  readonly urls: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export interface FuzzRoomsOptions {
  readonly seed: number;
  readonly secret: string;
  readonly rights: DeclaredRights;
  /** Whether rooms also have the guard of real ones, which must refuse nothing: it knows no protected keys. */
  readonly isGuarded: boolean;
  /** Whom the subject of an assertion stands for. */
  readonly holderOf: (subject: string) => Holder | undefined;
  /** Called with whoever was named by the assertion; null for nobody. */
  readonly observe: (subject: string | null, received: Received) => void;
}

/** Every room of a world on a port of its own. Each judges by itself what it is sent. */
export async function startFuzzRooms(world: World, options: FuzzRoomsOptions): Promise<FuzzRooms> {
  const rooms = Array.from(world.subgraphs, ([name, schema]) => {
    const sdl = world.documents.get(name);
    const isGuarded = options.isGuarded && sdl !== undefined;
    return new FuzzRoom(
      { name, schema, guard: isGuarded ? fieldGuardOf(name, { sdl, schema }) : null },
      options,
    );
  });
  const urls = await Promise.all(
    rooms.map(async (room) => [room.name, await room.start()] as const),
  );
  return {
    urls: Object.fromEntries(urls),
    async stop() {
      await Promise.all(rooms.map((room) => room.stop()));
    },
  };
}

interface ReadQuery {
  readonly document: DocumentNode;
  /** Type and field of everything that it asks for. */
  readonly fields: readonly (readonly [string, string])[];
}

interface RoomParts {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly guard: ReturnType<typeof fieldGuardOf> | null;
}

class FuzzRoom {
  readonly name: string;
  readonly #schema: GraphQLSchema;
  readonly #guard: RoomParts['guard'];
  readonly #options: FuzzRoomsOptions;
  readonly #key: Uint8Array;
  readonly #read = new LRUCache<string, ReadQuery>({ max: 500 });
  readonly #server: Server;

  constructor({ name, schema, guard }: RoomParts, options: FuzzRoomsOptions) {
    this.name = name;
    this.#schema = schema;
    this.#guard = guard;
    this.#options = options;
    this.#key = deriveRoomKey(options.secret, name);
    this.#server = createServer((request, response) => {
      void this.#answer(request).then((text) => {
        response.setHeader('content-type', 'application/json');
        response.end(text);
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/graphql`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { query, variables = {} } = JSON.parse(body.toString()) as GraphQLRequest;
    const read = this.#understand(query);
    await this.#judge(request, { body, query, read });
    const result = await execute({
      schema: this.#schema,
      document: read.document,
      variableValues: variables,
      contextValue: { seed: this.#options.seed, faults: NO_FAULTS, lies: [], looseErrors: [] },
      rootValue: {},
    });
    return JSON.stringify(result);
  }

  #understand(query: string): ReadQuery {
    const known = this.#read.get(query);
    if (known !== undefined) return known;
    const document = parse(query);
    const read = { document, fields: askedFields(document, this.#schema) };
    this.#read.set(query, read);
    return read;
  }

  async #judge(request: IncomingMessage, { body, query, read }: Sent): Promise<void> {
    const { rights, holderOf, observe } = this.#options;
    const header = String(request.headers[ASSERTION_HEADER] ?? '');
    const expected = { room: this.name, body, now: Date.now() / 1000 };
    const assertion = verifyAssertion(header, this.#key, expected);
    const subject = assertion.kind === 'valid' ? assertion.claims.sub : null;
    const holder = subject === null ? undefined : holderOf(subject);
    const room = this.name;
    if (holder === undefined) {
      observe(subject, { room, query, faults: [`room ${room} was asked by nobody known`] });
      return;
    }
    const denied = read.fields.filter(([type, field]) => !rights.mayFetch(type, field, holder));
    const names = new Set(denied.map(([type, field]) => `${type}.${field}`));
    const faults = [...names].map((name) => `room ${room} was asked for ${name}`);
    await this.#guard?.(read.document, { subject: subject ?? '', ...holder }).catch(() => {
      faults.push(`room ${room} refuses what the gateway asks`);
    });
    observe(subject, { room, query, faults });
  }
}

interface Sent {
  readonly body: Buffer;
  readonly query: string;
  readonly read: ReadQuery;
}

interface GraphQLRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}
