/** A record as GraphQL gives it: its times are RFC 3339 text. */
export type WithTimeTexts<Record> = {
  readonly [Field in keyof Record]: Date extends Record[Field]
    ? Exclude<Record[Field], Date> | string
    : Record[Field];
};

/** The record with the named times read; the scalar has checked them. */
export function readTimes<Record>(
  record: WithTimeTexts<Record>,
  names: readonly (keyof Record & string)[],
): Record {
  const texts = record as Readonly<{ [name: string]: unknown }>;
  const times = names.map((name) => {
    const text = texts[name];
    return [name, typeof text === 'string' ? new Date(text) : null] as const;
  });
  // Every field of type Date is named, which the callers' lists are for.
  return { ...record, ...Object.fromEntries(times) } as Record;
}
