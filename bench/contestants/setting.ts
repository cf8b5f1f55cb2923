import type { Cores } from '../measure/cores.ts';

/** What a contestant is started over. */
export interface Setting {
  /** With the addresses where the subgraphs answer now. */
  readonly supergraphFile: string;
  /** What Switchboard's gateway needs beside its configuration file. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether a gateway must pass the client's CALLER_HEADER on, because it cannot make assertions. */
  readonly passesCaller: boolean;
  /** For configuration files and logs. */
  readonly directory: string;
  readonly cores: Cores;
  /** Of our gateway's /metrics; a free one if missing. */
  readonly adminPort?: number;
  /** Loaded into our gateway before its own code, which is then run file by file; null for none. */
  readonly preload: string | null;
}
