/** What several definitions say alike. */

export const CONTACTS =
  'a case opened, or an inbound interaction that belongs to no case and was handled or whose outcome is unknown';

export const CONTACT_EXCLUSIONS =
  'Interactions that belong to a case (its opening counts), abandoned ones, phantom calls, outbound ones.';

export const OFFERED =
  'Outbound and phantom calls, those with an unknown outcome, and channels without a queue (all but phone and chat).';
