import { randomBytes } from 'node:crypto';
import { subgraphUrlVariable } from '../../gateway/config.ts';
import {
  supervise,
  type ProcessDescription,
  type SupervisedProcess,
  type SupervisorOptions,
} from './supervised-process.ts';

export interface HouseOptions extends SupervisorOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface House {
  /** Where the gateway answers GraphQL. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts everything on this machine: the lending division's loan-servicing system, the rooms (a process of
 * their own, so that their embedded database never holds up the gateway) and the gateway. They start side by
 * side, and each is told where the others answer as soon as that is known.
 */
export async function startHouse(options: HouseOptions): Promise<House> {
  const plan = planHouse(options);
  const loanServicing = supervise(plan.loanServicing, options);
  const rooms = supervise(plan.rooms(loanServicing), options);
  const gateway = supervise(plan.gateway(rooms), options);
  const outcomes = await Promise.allSettled([loanServicing, rooms, gateway]);
  const started = outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' ? [outcome.value] : [],
  );
  // Of several the first: those behind it could not start without it.
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure !== undefined) {
    await stopInReverse(started);
    throw failure.reason;
  }
  return { url: plan.url(), stop: () => stopInReverse(started) };
}

/** The gateway first: it finishes what is under way while the rooms still answer. */
async function stopInReverse(started: readonly SupervisedProcess[]): Promise<void> {
  for (const process of [...started].reverse()) await process.stop();
}

/** What runs on this machine. */
export const PROGRAMS = Object.freeze({
  loanServicing: new URL('../../subgraphs/lending/loan-servicing/main.ts', import.meta.url),
  rooms: new URL('../rooms.ts', import.meta.url),
  gateway: new URL('../gateway.ts', import.meta.url),
});

interface HousePlan {
  readonly loanServicing: ProcessDescription;
  /** Each of these is told of the one that it asks. */
  readonly rooms: (loanServicing: Promise<unknown>) => ProcessDescription;
  readonly gateway: (rooms: Promise<unknown>) => ProcessDescription;
  readonly url: () => string;
}

function planHouse(options: HouseOptions): HousePlan {
  const secret = options.environment['ASSERTION_SECRET'] ?? randomBytes(32).toString('base64url');
  const shared = {
    LOAN_SERVICING_API_KEY: randomBytes(24).toString('base64url'),
    ...options.environment,
    ASSERTION_SECRET: secret,
    DATA_DIR: options.dataDirectory,
  };
  // Where each program answers, learnt when it first says so and kept for when it is started again.
  const learnt = { loanServicing: '', rooms: {} as Readonly<Record<string, string>>, gateway: '' };
  return {
    loanServicing: {
      name: 'loan-servicing',
      entry: PROGRAMS.loanServicing,
      environment: () => ({
        LOAN_SERVICING_PORT: '0',
        ...shared,
        ...portOf('LOAN_SERVICING_PORT', learnt.loanServicing),
      }),
      onReady: (url) => (learnt.loanServicing = url),
    },
    rooms: (loanServicing) => ({
      name: 'rooms',
      entry: PROGRAMS.rooms,
      environment: () => ({ ...shared, ROOM_PORTS: JSON.stringify(portsOf(learnt.rooms)) }),
      learns: async () => {
        await loanServicing;
        return { LOAN_SERVICING_URL: learnt.loanServicing };
      },
      onReady: (urls) => (learnt.rooms = JSON.parse(urls) as Readonly<Record<string, string>>),
    }),
    gateway: (rooms) => ({
      name: 'gateway',
      entry: PROGRAMS.gateway,
      // Answers under way outlive many young objects: half the room for these costs a fifth more of the processor's time,
      // twice the room is 30 MiB for 3 to 20 % less. What they leave behind is collected when it has doubled the heap: a
      // hundred megabytes less, for nothing that was measured.
      nodeOptions: ['--max-semi-space-size=16', '--heap-growing-percent=100'],
      environment: () => shared,
      learns: async () => {
        await rooms;
        return Object.fromEntries(
          Object.entries(learnt.rooms).map(([room, url]) => [subgraphUrlVariable(room), url]),
        );
      },
      onReady: (url) => (learnt.gateway = url),
    }),
    url: () => learnt.gateway,
  };
}

function portOf(variable: string, url: string): Readonly<Record<string, string>> {
  return url === '' ? {} : { [variable]: new URL(url).port };
}

function portsOf(urls: Readonly<Record<string, string>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(urls).map(([room, url]) => [room, Number(new URL(url).port)]),
  );
}
