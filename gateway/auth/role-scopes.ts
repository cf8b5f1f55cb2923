import { readFileSync } from 'node:fs';

import { parse } from 'yaml';
import { z } from 'zod';

/** Role -> scopes. A role that is not in the file grants nothing. */
export type RoleScopes = ReadonlyMap<string, readonly string[]>;

const scopesByRole = z.record(z.string(), z.array(z.string()));
const rolesFile = z.strictObject({ roles: scopesByRole, breakGlass: scopesByRole.default({}) });

const ROLES_FILE = new URL('../../schema/standards/roles.yaml', import.meta.url);

/** Reads the roles; throws with the file's name when it is not what is expected. */
export function readRoleScopes(file: URL | string = ROLES_FILE): RoleScopes {
  return new Map(Object.entries(readRolesFile(file).roles));
}

/** Reads what each role may open for itself in an emergency; throws as `readRoleScopes` does. */
export function readEmergencyScopes(file: URL | string = ROLES_FILE): RoleScopes {
  return new Map(Object.entries(readRolesFile(file).breakGlass));
}

function readRolesFile(file: URL | string): z.infer<typeof rolesFile> {
  const parsed = rolesFile.safeParse(parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Error(`Roles file "${String(file)}" is not valid: ${z.prettifyError(parsed.error)}`);
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
