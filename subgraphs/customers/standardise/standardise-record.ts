import { CUSTOMER_STATUSES, type Fault, type StandardRecord } from '../model.ts';
import { standardiseContacts } from './contacts.ts';
import { standardiseConsents } from './consents.ts';
import { standardiseCountry } from './countries.ts';
import { DATE_FORMATS, standardiseBirthDate } from './dates.ts';
import { FaultList } from './fault-list.ts';
import { standardiseGender } from './gender.ts';
import { standardiseLanguage } from './language.ts';
import { standardiseName } from './names.ts';
import type { RawRecord } from './raw-record.ts';
import { standardiseTime, TOLERANCE_MS } from './times.ts';
import { standardiseWord } from './words.ts';

export interface StandardisedRecord {
  readonly record: StandardRecord;
  readonly faults: readonly Fault[];
}

/**
 * Brings a record into the company's standards, value by value. Never throws: what cannot be brought into
 * them is left out and reported, so that one bad value costs nobody the rest of the record.
 */
export function standardiseRecord(raw: RawRecord, now: Date): StandardisedRecord {
  const faults = new FaultList();
  const country = faults.take('country', raw['country'], standardiseCountry(raw['country']));
  const observedAt = takeObservedAt(raw['observedAt'], now, faults);
  const record: StandardRecord = {
    partyType: faults.take(
      'partyType',
      raw['partyType'],
      standardiseWord(raw['partyType'], ['PERSON', 'ORGANIZATION']),
    ),
    status: faults.take('status', raw['status'], standardiseWord(raw['status'], CUSTOMER_STATUSES)),
    name: standardiseName(raw['name'], faults),
    birthDate: takeBirthDate(raw, now, faults),
    gender: faults.take('gender', raw['gender'], standardiseGender(raw['gender'])),
    preferredLanguage: faults.take(
      'preferredLanguage',
      raw['preferredLanguage'],
      standardiseLanguage(raw['preferredLanguage']),
    ),
    ...standardiseContacts(raw, country, faults),
    consents: standardiseConsents(raw['consents'], { now, observedAt }, faults),
    observedAt,
  };
  return { record, faults: faults.all() };
}

function takeBirthDate(raw: RawRecord, now: Date, faults: FaultList): string | null {
  const format = faults.take(
    'dateFormat',
    raw['dateFormat'],
    standardiseWord(raw['dateFormat'], DATE_FORMATS),
  );
  const latest = new Date(now.getTime() + TOLERANCE_MS).toISOString().slice(0, 10);
  const outcome = standardiseBirthDate(raw['birthDate'], latest, format);
  return faults.take('birthDate', raw['birthDate'], outcome);
}

/** A time that lies ahead would win over every later value, so it counts as now. */
function takeObservedAt(value: unknown, now: Date, faults: FaultList): string {
  const at = faults.take('observedAt', value, standardiseTime(value, now));
  return at ?? now.toISOString();
}
