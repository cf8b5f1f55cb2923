import { AccessFaults } from './access/access-control.ts';
import { ConfigError } from './config.ts';

/** What an error has to say, fault by fault where it knows of more than one. */
export function faultsOf(error: unknown): readonly string[] {
  if (error instanceof ConfigError || error instanceof AccessFaults) return error.faults;
  return [error instanceof Error ? error.message : String(error)];
}
