import { gatewayError } from '../errors.ts';
import type { ArrivalStep, DocumentStep } from '../request-step.ts';
import { createDocumentCheck, hashDocument } from './checked-documents.ts';
import type { DocumentLimits } from './checked-documents.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { checkVariableLimits } from './variable-limits.ts';
import type { VariableLimits } from './variable-limits.ts';

/** A caller has one share, whatever address it comes from; without callers an address has one. */
export function rateStep(limiter: RateLimiter | null): ArrivalStep {
  return {
    at: 'arrival',
    name: 'rate',
    async run(request, { caller }) {
      if (limiter === null) return;
      const key = caller === null ? `address ${request.ip}` : `caller ${caller.subject}`;
      const decision = await limiter.take(key);
      if (decision.kind === 'refused') {
        throw gatewayError('RATE_LIMIT_EXCEEDED', [decision.retryAfterSeconds], {
          extensions: { retryAfterSeconds: decision.retryAfterSeconds },
        });
      }
    },
  };
}

/** Size of document and variables, before validation, planning or anything else that size makes dear. */
export function sizeStep(limits: DocumentLimits & VariableLimits): DocumentStep {
  const checkDocument = createDocumentCheck(limits);
  return {
    at: 'document',
    name: 'size',
    run({ query, variables }, { record }) {
      if (query !== null) {
        record.documentHash ??= hashDocument(query);
        checkDocument(query, record.documentHash);
      }
      checkVariableLimits(variables, limits);
      return Promise.resolve();
    },
  };
}
