import {
  CUSTOMER_STATUSES,
  type PlacedRecord,
  type RecordStatus,
  type ValueTier,
} from '../model.ts';

/** The most active of what the divisions say. A record without a status is of a customer they serve. */
export function statusOf(records: readonly PlacedRecord[]): RecordStatus {
  const activity = (status: RecordStatus) => CUSTOMER_STATUSES.indexOf(status);
  return records
    .map(({ record }) => record.status ?? 'ACTIVE')
    .reduce((most, status) => (activity(status) > activity(most) ? status : most), 'CLOSED');
}

/** By how many divisions serve the customer: three make a key customer, two a preferred one. */
export function valueTierOf(records: readonly PlacedRecord[]): ValueTier {
  const divisions = new Set(records.map(({ division }) => division)).size;
  if (divisions >= 3) return 'KEY';
  return divisions === 2 ? 'PREFERRED' : 'STANDARD';
}
