import { readFileSync } from 'node:fs';

import { parse } from 'yaml';
import { z } from 'zod';

/** Role -> scopes. A role that is not in the file grants nothing. */
export type RoleScopes = ReadonlyMap<string, readonly string[]>;

const rolesFile = z.strictObject({ roles: z.record(z.string(), z.array(z.string())) });

/** Reads the roles; throws with the file's name when it is not what is expected. */
export function readRoleScopes(
  file: URL | string = new URL('../../schema/standards/roles.yaml', import.meta.url),
): RoleScopes {
  const parsed = rolesFile.safeParse(parse(readFileSync(file, 'utf8')));
  if (!parsed.success) {
    throw new Error(`Roles file "${String(file)}" is not valid: ${z.prettifyError(parsed.error)}`);
  }
  return new Map(Object.entries(parsed.data.roles));
}

/** The union of what the roles and the token itself grant, sorted and without repeats. */
export function scopesOf(
  roles: readonly string[],
  own: readonly string[],
  roleScopes: RoleScopes,
): readonly string[] {
  const granted = roles.flatMap((role) => roleScopes.get(role) ?? []);
  return Object.freeze([...new Set([...granted, ...own])].sort());
}
