import { z } from 'zod';
import type { Settings } from '../kit/room.ts';

export interface LendingSettings {
  /** Where the loan-servicing system answers. */
  readonly url: string;
  readonly apiKey: string;
  /** Between two looks at its changes. */
  readonly pollMilliseconds: number;
  /** For one call, a second try included: well below the time that the gateway gives the room. */
  readonly timeoutMilliseconds: number;
}

/** Throws one Error that names every setting at fault. */
export function readLendingSettings(settings: Settings): LendingSettings {
  const result = variables.safeParse(settings);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The settings of lending are not valid.\n${faults.join('\n')}`);
  }
  return Object.freeze({
    url: result.data.LOAN_SERVICING_URL,
    apiKey: result.data.LOAN_SERVICING_API_KEY,
    pollMilliseconds: result.data.LENDING_POLL_MS,
    timeoutMilliseconds: result.data.LENDING_TIMEOUT_MS,
  });
}

const variables = z.object({
  LOAN_SERVICING_URL: z.url({ protocol: /^https?$/ }),
  LOAN_SERVICING_API_KEY: z.string().min(1),
  LENDING_POLL_MS: z.coerce.number().int().min(10).max(600_000).default(1_000),
  LENDING_TIMEOUT_MS: z.coerce.number().int().min(10).max(60_000).default(3_000),
});
