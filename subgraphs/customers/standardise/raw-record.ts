/** A record as it came: a CustomerRecordInput, or what an event claims to be one. */
export type RawRecord = Readonly<Record<string, unknown>>;

export function isRawRecord(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
