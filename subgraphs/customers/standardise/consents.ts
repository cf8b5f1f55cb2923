import type { StandardConsent } from '../model.ts';
import type { FaultList } from './fault-list.ts';
import { standardiseList } from './lists.ts';
import { standardiseText } from './text.ts';
import { standardiseTime } from './times.ts';
import { standardiseWord } from './words.ts';

const CHANNELS = [
  'PHONE',
  'EMAIL',
  'CHAT',
  'SMS',
  'WEB',
  'SOCIAL',
  'POST',
  'FAX',
  'IN_PERSON',
  'API',
  'AGENCY',
] as const;

/** Consents by purpose and channel, as old as the record where they name no time. Only a plain `true` grants: everything else is no consent. */
export function standardiseConsents(
  value: unknown,
  seen: { readonly now: Date; readonly observedAt: string },
  faults: FaultList,
): readonly StandardConsent[] {
  return standardiseList<StandardConsent>(
    { field: 'consents', value, faults },
    ({ path, raw }) => {
      const take = faults.take.bind(faults);
      const purpose = take(`${path}.purpose`, raw['purpose'], standardiseText(raw['purpose']));
      if (purpose === null) return null;
      const channel = take(
        `${path}.channel`,
        raw['channel'],
        standardiseWord(raw['channel'], CHANNELS),
      );
      const granted = raw['granted'] === true;
      // Consent for a channel that we do not know must not become one for every channel; a refusal may.
      if (granted && channel === null && (raw['channel'] ?? null) !== null) return null;
      const at = take(`${path}.at`, raw['at'], standardiseTime(raw['at'], seen.now));
      return { purpose, channel, granted, at: at ?? seen.observedAt };
    },
    consentKey,
  );
}

/** One decision a purpose and channel. */
export function consentKey(consent: StandardConsent): string {
  return `${consent.purpose.toLowerCase()}|${consent.channel ?? ''}`;
}
