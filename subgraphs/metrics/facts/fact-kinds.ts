import type { EventType } from '../../../schema/events.ts';
import { accessFacts } from './access-facts.ts';
import { caseFacts } from './case-facts.ts';
import { interactionFacts, referralFacts, surveyFacts } from './contact-facts.ts';
import type { AnyFactKind } from './fact-kind.ts';
import { crosswalkFacts, redirectFacts } from './identity-facts.ts';
import { mergedCaseFacts } from './merged-case-facts.ts';
import { messageFacts } from './message-facts.ts';
import { productFacts } from './product-facts.ts';
import { stepFacts, verdictFacts } from './step-facts.ts';
import { invitationFacts, offerFacts, reviewFacts } from './voice-facts.ts';

/** Everything that is folded from events. What is worked out of these rows is not among them. */
export const FACT_KINDS: readonly AnyFactKind[] = Object.freeze([
  crosswalkFacts,
  redirectFacts,
  productFacts,
  caseFacts,
  mergedCaseFacts,
  messageFacts,
  stepFacts,
  verdictFacts,
  interactionFacts,
  surveyFacts,
  referralFacts,
  accessFacts,
  invitationFacts,
  reviewFacts,
  offerFacts,
]);

/** What the facts are made of. Events of other types would change nothing. */
export const COUNTED_EVENTS: readonly EventType[] = Object.freeze([
  ...new Set(FACT_KINDS.flatMap((kind) => kind.types)),
]);
