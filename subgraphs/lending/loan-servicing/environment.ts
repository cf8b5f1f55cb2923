import { join } from 'node:path';
import { z } from 'zod';
import { NO_FAULTS, type Faults } from './faults.ts';

/** All that the loan-servicing system is told from outside. */
export interface LoanServicingConfig {
  readonly host: string;
  readonly port: number;
  readonly directory: string;
  readonly apiKey: string;
  readonly faults: Faults;
  readonly faultSeed: number;
}

/** Throws one Error that names every variable at fault. */
export function readLoanServicingConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): LoanServicingConfig {
  const result = variables.safeParse(environment);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment is not valid.\n${faults.join('\n')}`);
  }
  const values = result.data;
  return Object.freeze({
    host: values.LOAN_SERVICING_HOST,
    port: values.LOAN_SERVICING_PORT,
    directory: values.LOAN_SERVICING_DIR ?? join(values.DATA_DIR, 'loan-servicing'),
    apiKey: values.LOAN_SERVICING_API_KEY,
    faults: Object.freeze({
      delayMs: values.LOAN_SERVICING_DELAY_MS,
      failRate: values.LOAN_SERVICING_FAIL_RATE,
      status: values.LOAN_SERVICING_FAIL_STATUS,
    }),
    faultSeed: values.LOAN_SERVICING_FAULT_SEED,
  });
}

const variables = z.object({
  LOAN_SERVICING_HOST: z.string().default('127.0.0.1'),
  LOAN_SERVICING_PORT: z.coerce.number().int().min(0).max(65_535).default(4110),
  LOAN_SERVICING_DIR: z.string().optional(),
  DATA_DIR: z.string().default('.data'),
  LOAN_SERVICING_API_KEY: z.string().min(16),
  LOAN_SERVICING_DELAY_MS: z.coerce.number().int().min(0).max(60_000).default(NO_FAULTS.delayMs),
  LOAN_SERVICING_FAIL_RATE: z.coerce.number().min(0).max(1).default(NO_FAULTS.failRate),
  LOAN_SERVICING_FAIL_STATUS: z.coerce.number().int().min(400).max(599).default(NO_FAULTS.status),
  LOAN_SERVICING_FAULT_SEED: z.coerce.number().int().default(1),
});
