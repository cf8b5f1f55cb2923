import { z } from 'zod';

/** How sensitive data is, from the least; the classification of the standards. */
export const CLASSIFICATION_LEVELS = Object.freeze([
  'PUBLIC',
  'INTERNAL',
  'CONFIDENTIAL',
  'RESTRICTED',
] as const);

export type ClassificationLevel = (typeof CLASSIFICATION_LEVELS)[number];

/** The scope by which a gateway, and nobody else, adds to the read ledger. */
export const LEDGER_APPEND_SCOPE = 'ledger:append';

const index = z.number().int().min(0);
/** As a database keeps it, so that it reads the same ever after. */
const text = z
  .string()
  .max(1_000_000)
  .transform((value) => Buffer.from(value).toString().replaceAll('\0', '\uFFFD'));

/** A declared emergency under which somebody read more than their roles allow. */
const emergency = z.strictObject({
  reason: text,
  /** Milliseconds since 1970. */
  until: z.number().int().min(0),
});

const reader = z.strictObject({
  subject: text,
  roles: z.array(text),
  scopes: z.array(text),
  division: text.nullable(),
  /** The application that asked, as its token names it. */
  client: text.nullable(),
  purpose: text.nullable(),
  /** A gateway that knows of none may leave it out. */
  emergency: emergency.nullable().default(null),
});

/** An operation without its literals, so that it names nobody. */
const operation = z.strictObject({ name: text.nullable(), text });

const denial = z.strictObject({
  /** `Type.field`, or what was given: `Type.field(argument:)`, `Input.field`, `Enum.VALUE`. */
  field: text,
  /** What the caller would have had to meet. */
  rule: text,
});

/** What one operation reads under one set of decisions: classified fields as `Type.field`, sorted. */
const reading = z.strictObject({
  /** The most sensitive of the fields; PUBLIC where all that is recorded was denied. */
  level: z.enum(CLASSIFICATION_LEVELS),
  isPersonal: z.boolean(),
  fields: z.array(text),
  denied: z.array(denial),
});

/** One answered request: milliseconds since 1970, places in the lists beside it, whose data it was. */
const entry = z.strictObject({
  at: z.number().int().min(0),
  reader: index,
  operation: index,
  reading: index,
  requestId: z.string().max(64),
  customers: z.array(text),
});

const batch = z
  .strictObject({
    /** The same when a batch is sent again: it is taken once. */
    id: z.uuid(),
    readers: z.array(reader),
    operations: z.array(operation),
    readings: z.array(reading),
    entries: z.array(entry).min(1).max(10_000),
  })
  .refine(
    ({ readers, operations, readings, entries }) =>
      entries.every(
        (one) =>
          one.reader < readers.length &&
          one.operation < operations.length &&
          one.reading < readings.length,
      ),
    'An entry must name places in the lists beside it',
  );

export type LedgerReader = Readonly<z.output<typeof reader>>;
export type LedgerOperation = Readonly<z.output<typeof operation>>;
export type LedgerReading = Readonly<z.output<typeof reading>>;
export type LedgerEntry = Readonly<z.output<typeof entry>>;
export type LedgerBatch = Readonly<z.output<typeof batch>>;

/** What a gateway sends to the governance room. Throws for anything else. */
export function readLedgerBatch(json: string): LedgerBatch {
  return batch.parse(JSON.parse(json));
}
