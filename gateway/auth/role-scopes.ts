import { readFileSync } from 'node:fs';

import { parse } from 'yaml';
import { z } from 'zod';

import { OWN_DIVISION } from '../../schema/access/own-division.ts';

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

/** What a token says that scopes come from. */
export interface GrantingClaims {
  readonly roles: readonly string[];
  /** Scopes of the token itself. */
  readonly own: readonly string[];
  readonly division: string | null;
}

/**
 * The union of what the roles and the token itself grant, sorted and without repeats. A role with the scope
 * `division:own` is one division's: without a division it grants nothing, rather than everybody's data.
 */
export function scopesOf(
  { roles, own, division }: GrantingClaims,
  roleScopes: RoleScopes,
): readonly string[] {
  const granted = roles
    .map((role) => roleScopes.get(role) ?? [])
    .filter((scopes) => division !== null || !scopes.includes(OWN_DIVISION));
  return Object.freeze([...new Set([...granted.flat(), ...own])].sort());
}
