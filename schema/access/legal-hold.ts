import { restsOnConsent } from './agrees-to-purpose.ts';
import { RowRule } from './row-rule.ts';
import type { Row } from './row-rule.ts';

/** Whoever holds it places and releases legal holds, and reads what they are about. */
const LEGAL_HOLD = 'legal:hold';

const NEEDS = Object.freeze({ Customer: 'onLegalHold' });

/**
 * Customers who are on no legal hold, where what the caller reads for rests on consent: what is kept for a matter is
 * used for nothing else that nobody is bound to do, whoever asks.
 */
export const usableDespiteHold = new RowRule({
  name: 'usableDespiteHold',
  judgeCaller: ({ purpose }) => (restsOnConsent(purpose) ? 'by-row' : 'every-row'),
  needs: NEEDS,
  holds: isFree,
});

/** What a matter may turn on: while a customer is on hold, only those who work on matters read it. */
export const freeOfLegalHold = new RowRule({
  name: 'freeOfLegalHold',
  judgeCaller: ({ scopes, purpose }) =>
    scopes.includes(LEGAL_HOLD) || purpose === 'legal' ? 'every-row' : 'by-row',
  needs: NEEDS,
  holds: isFree,
});

function isFree({ onLegalHold }: Row): boolean {
  return onLegalHold === false;
}
