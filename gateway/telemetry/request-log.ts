import type { Logger } from 'pino';

import type { Exchange } from '../request-step.ts';

const LONGEST_NAME = 64;

/** One line a request: which document, never its text, its variables or its answer. */
export function logRequest(log: Logger, exchange: Exchange, status: number, seconds: number): void {
  if (!log.isLevelEnabled('info')) return;
  const { requestId, record, caller } = exchange;
  log.info(
    {
      requestId,
      status,
      ms: Math.round(seconds * 1000),
      operation: record.operationName?.slice(0, LONGEST_NAME) ?? null,
      kind: record.operationKind,
      document: record.documentHash,
      roles: caller?.roles ?? [],
      division: caller?.division ?? null,
      errors: [...record.errorCodes],
      unavailable: [...record.unavailable],
    },
    'request',
  );
}
