import type { Division } from '../company.ts';

/** What people claim, ask and complain about. */

export const CLAIM_STORIES = Object.freeze({
  'Motor Comprehensive': [
    'Rear-end collision at a traffic light',
    'Hail damage to roof and bonnet',
    'Windscreen cracked by a stone',
    'Parked car scraped, other driver unknown',
  ],
  Household: [
    'Water damage after a burst pipe',
    'Bicycle stolen from the cellar',
    'Kitchen fire, smoke damage',
    'Storm took off part of the roof',
  ],
  'Term Life': ['Death benefit'],
  'Travel Annual': [
    'Luggage lost on the way',
    'Trip cancelled because of illness',
    'Doctor abroad',
  ],
  'Health Supplement': ['Dental crown', 'Physiotherapy', 'Glasses', 'Hospital days'],
  Pet: ['Operation after an accident', 'Vaccinations and check-up'],
} as const);

/** One thing that customers come with. */
export interface Topic {
  readonly category: string;
  readonly reasonCode: string;
  readonly subject: string;
  /** How often it is a question, a request, an incident or a complaint. */
  readonly types: Readonly<
    Partial<Record<'QUESTION' | 'REQUEST' | 'INCIDENT' | 'COMPLAINT', number>>
  >;
  readonly share: number;
}

const topic = (
  category: string,
  reasonCode: string,
  subject: string,
  mix: Pick<Topic, 'types' | 'share'>,
): Topic => Object.freeze({ category, reasonCode, subject, ...mix });

export const TOPICS: Readonly<Record<Division, readonly Topic[]>> = Object.freeze({
  banking: [
    topic('cards', 'CARD_LOST', 'Card lost or stolen', {
      types: { INCIDENT: 9, REQUEST: 1 },
      share: 14,
    }),
    topic('cards', 'CARD_DECLINED', 'Card was declined', {
      types: { INCIDENT: 7, COMPLAINT: 2, QUESTION: 1 },
      share: 10,
    }),
    topic('payments', 'TRANSFER_MISSING', 'Transfer has not arrived', {
      types: { INCIDENT: 6, QUESTION: 3, COMPLAINT: 1 },
      share: 14,
    }),
    topic('payments', 'BOOKING_UNKNOWN', 'Booking that I do not know', {
      types: { INCIDENT: 7, COMPLAINT: 2, QUESTION: 1 },
      share: 10,
    }),
    topic('fees', 'FEE_DISPUTED', 'Fee that I did not expect', {
      types: { COMPLAINT: 5, QUESTION: 5 },
      share: 9,
    }),
    topic('online banking', 'LOGIN_FAILED', 'Cannot log in', {
      types: { INCIDENT: 7, QUESTION: 3 },
      share: 18,
    }),
    topic('account', 'ADDRESS_CHANGE', 'New address', { types: { REQUEST: 10 }, share: 12 }),
    topic('account', 'STATEMENT', 'Copy of a statement', {
      types: { REQUEST: 8, QUESTION: 2 },
      share: 13,
    }),
  ],
  lending: [
    topic('payments', 'INSTALMENT_DATE', 'Change the day of the instalment', {
      types: { REQUEST: 8, QUESTION: 2 },
      share: 20,
    }),
    topic('payments', 'INSTALMENT_MISSED', 'Cannot pay this month', {
      types: { REQUEST: 6, QUESTION: 4 },
      share: 16,
    }),
    topic('application', 'APPLICATION_STATUS', 'How far is my application', {
      types: { QUESTION: 9, COMPLAINT: 1 },
      share: 24,
    }),
    topic('terms', 'EARLY_REPAYMENT', 'Pay the loan back early', {
      types: { QUESTION: 6, REQUEST: 4 },
      share: 18,
    }),
    topic('terms', 'RATE_DISPUTED', 'Interest is higher than agreed', {
      types: { COMPLAINT: 6, QUESTION: 4 },
      share: 10,
    }),
    topic('documents', 'PAYOFF_LETTER', 'Letter that the loan is paid', {
      types: { REQUEST: 10 },
      share: 12,
    }),
  ],
  insurance: [
    topic('claims', 'CLAIM_STATUS', 'What about my claim', {
      types: { QUESTION: 8, COMPLAINT: 2 },
      share: 30,
    }),
    topic('claims', 'CLAIM_REJECTED', 'Claim was rejected', {
      types: { COMPLAINT: 7, QUESTION: 3 },
      share: 9,
    }),
    topic('claims', 'CLAIM_REPORT', 'Report a damage', {
      types: { REQUEST: 8, INCIDENT: 2 },
      share: 22,
    }),
    topic('policy', 'COVER_QUESTION', 'Is this covered', { types: { QUESTION: 10 }, share: 20 }),
    topic('policy', 'POLICY_CHANGE', 'Change my policy', {
      types: { REQUEST: 9, QUESTION: 1 },
      share: 12,
    }),
    topic('premium', 'PREMIUM_RAISED', 'Premium went up', {
      types: { QUESTION: 6, COMPLAINT: 4 },
      share: 7,
    }),
  ],
});

export const RESOLUTIONS: readonly string[] = Object.freeze([
  'Explained, customer agrees.',
  'Corrected in the system.',
  'Refunded as a gesture of goodwill.',
  'Passed on and done by the back office.',
  'New document sent.',
  'Checked: was right as it was, explained why.',
]);

export const PRAISE: readonly string[] = Object.freeze([
  'Quick and friendly.',
  'Solved on the first call, thank you.',
  'The agent knew what I had asked before.',
  'Good, but it took a while to get through.',
]);

export const BLAME: readonly string[] = Object.freeze([
  'Had to tell my story three times.',
  'Nobody called back.',
  'Took far too long.',
  'Still not solved.',
]);
