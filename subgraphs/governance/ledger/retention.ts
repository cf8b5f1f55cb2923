import { CLASSIFICATION_LEVELS, type ClassificationLevel } from '../../../schema/ledger-batch.ts';

/** The level of a link that says what is no longer kept. */
export const RETENTION = 'RETENTION';

/** How many days entries are kept, by the most sensitive field they read. What is not named is kept for ever. */
export type RetentionPolicy = ReadonlyMap<ClassificationLevel, number>;

/** Of entries of this level from before that moment (milliseconds since 1970) only the links are kept. */
export interface Retention {
  readonly level: string;
  readonly before: number;
}

/** Reads e.g. `CONFIDENTIAL=730, RESTRICTED=3650`. Throws for a level or a number of days that is none. */
export function readRetentionPolicy(text: string | undefined): RetentionPolicy {
  const parts = (text ?? '').split(',').map((part) => part.trim());
  return new Map(
    parts
      .filter((part) => part !== '')
      .map((part) => {
        const [name, days = ''] = part.split('=').map((word) => word.trim());
        const level = CLASSIFICATION_LEVELS.find((one) => one === name);
        if (level === undefined || !/^[1-9]\d{0,4}$/.test(days)) {
          throw new Error(
            'LEDGER_RETENTION must be levels with days, such as "CONFIDENTIAL=730, RESTRICTED=3650", ' +
              `but got: ${JSON.stringify(part)}.`,
          );
        }
        return [level, Number(days)] as const;
      }),
  );
}

export function retentionIn({ note }: { readonly note: string | null }): Retention {
  const said: unknown = note === null ? {} : parsed(note);
  const { level, before } = { level: '', before: 0, ...(said as Partial<Retention>) };
  return { level, before };
}

/** A note that somebody changed explains nothing; that it was changed, its digest says. */
function parsed(note: string): unknown {
  try {
    return JSON.parse(note);
  } catch {
    return {};
  }
}
