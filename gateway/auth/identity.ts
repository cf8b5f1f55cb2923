import type { GatewayConfig } from '../config.ts';
import { readEmergencyScopes, readRoleScopes } from './role-scopes.ts';
import type { RoleScopes } from './role-scopes.ts';
import { openSecrets } from './secrets.ts';
import { createTokenVerifier } from './token-verifier.ts';
import type { TokenVerifier } from './token-verifier.ts';

/** Whom a gateway believes, and by what rooms believe it. */
export interface Identity {
  readonly verifyToken: TokenVerifier;
  readonly assertionSecret: string;
  /** What each role may open for itself in an emergency. */
  readonly emergencyScopes: RoleScopes;
}

/**
 * Opens keys and secrets when a protected supergraph first asks for them, and keeps them: what was verified
 * under one supergraph is under the next. Rejects as `openSecrets` does, and tries again when asked again.
 */
export function identityOnDemand(
  config: GatewayConfig,
  clock: () => Date,
): () => Promise<Identity> {
  let opened: Promise<Identity> | null = null;
  return async () => {
    opened ??= openIdentity(config, clock);
    try {
      return await opened;
    } catch (error) {
      opened = null;
      throw error;
    }
  };
}

async function openIdentity(config: GatewayConfig, now: () => Date): Promise<Identity> {
  const { keys, assertionSecret } = await openSecrets(config, () => now().getTime());
  const { issuer, audience, algorithms, cacheSeconds } = config.auth;
  const expected = { issuer, audience, algorithms, cacheSeconds, keys, now };
  return {
    verifyToken: createTokenVerifier({ ...expected, roleScopes: readRoleScopes() }),
    assertionSecret,
    emergencyScopes: readEmergencyScopes(),
  };
}
