import { v7 as uuidv7 } from 'uuid';
import { systemClock, type Clock } from '../../kit/clock.ts';
import { readDescription } from './description.ts';
import type { LoanServicingConfig } from './environment.ts';
import { FaultMaker } from './faults.ts';
import { openLoanStore } from './loan-store.ts';
import { buildServer } from './server.ts';

export interface RunningLoanServicing {
  readonly url: string;
  /** Finishes what is under way, then lets go of port and directory. */
  stop(): Promise<void>;
}

/** Throws when the directory is in use, the journal is damaged or the port is taken. */
export async function startLoanServicing(
  config: LoanServicingConfig,
  clock: Clock = systemClock,
): Promise<RunningLoanServicing> {
  const store = await openLoanStore(config.directory, clock);
  const faults = new FaultMaker(config.faults, config.faultSeed);
  const services = { store, description: readDescription(), faults, newId: () => uuidv7() };
  const server = buildServer(services, config.apiKey);
  try {
    const url = await server.listen({ host: config.host, port: config.port });
    const stop = async () => {
      await server.close();
      await store.close();
    };
    return { url, stop };
  } catch (error) {
    await store.close();
    throw error;
  }
}
