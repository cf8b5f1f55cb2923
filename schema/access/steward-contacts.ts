import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** Where data stewards are reached, by `division/steward`. */
export type StewardContacts = ReadonlyMap<string, string>;

const contactsFile = z.record(z.string(), z.record(z.string(), z.string().min(1)));

const CONTACTS_FILE = new URL('../standards/contacts.yaml', import.meta.url);

/** Reads the contacts; throws with the file's name when it is not what is expected. */
export function readStewardContacts(file: URL | string = CONTACTS_FILE): StewardContacts {
  const parsed = contactsFile.safeParse(parse(readFileSync(file, 'utf8')));
  if (!parsed.success) {
    throw new Error(
      `Contacts file "${String(file)}" is not valid: ${z.prettifyError(parsed.error)}`,
    );
  }
  return new Map(
    Object.entries(parsed.data).flatMap(([division, stewards]) =>
      Object.entries(stewards).map(([steward, contact]) => [`${division}/${steward}`, contact]),
    ),
  );
}

/** The contact of the steward whom `@owner` names. */
export function contactOf(
  contacts: StewardContacts,
  { division, steward }: { readonly division: string; readonly steward: string },
): string | null {
  return contacts.get(`${division}/${steward}`) ?? null;
}
