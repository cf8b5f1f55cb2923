import { ConfigError } from '../config.ts';
import type { GatewayConfig } from '../config.ts';
import { developmentAssertionSecret, developmentKeys } from './development-keys.ts';
import { createKeySet, loadKeysFromFile, loadKeysFromUrl } from './key-set.ts';
import type { KeySet } from './key-set.ts';

/** What a protected supergraph needs to know whom to believe, and to be believed. */
export interface Secrets {
  readonly keys: KeySet;
  readonly assertionSecret: string;
}

/**
 * Opens the issuer's keys and the rooms' secret. A development machine makes both for itself;
 * production is told all that it lacks by one ConfigError.
 */
export async function openSecrets(config: GatewayConfig, now: () => number): Promise<Secrets> {
  const { auth, assertionSecret, dataDirectory } = config;
  if (config.environment === 'production') refuseDevelopmentSecrets(config);
  const load =
    auth.jwks === undefined
      ? await developmentKeys(dataDirectory).then(
          ({ publicKeys }) =>
            () =>
              Promise.resolve(publicKeys),
        )
      : loaderFor(auth.jwks);
  return {
    keys: createKeySet(load, {
      cacheSeconds: auth.keysCacheSeconds,
      cooldownSeconds: auth.keysCooldownSeconds,
      now,
    }),
    assertionSecret: assertionSecret ?? developmentAssertionSecret(dataDirectory),
  };
}

function loaderFor(jwks: string): ReturnType<typeof loadKeysFromFile> {
  return /^https?:\/\//.test(jwks) ? loadKeysFromUrl(jwks) : loadKeysFromFile(jwks);
}

function refuseDevelopmentSecrets({ auth, assertionSecret }: GatewayConfig): void {
  const faults = [
    ...(auth.jwks === undefined
      ? ["auth.jwks (AUTH_JWKS) must name the issuer's key set in production, but got: nothing."]
      : []),
    ...(auth.issuer === 'switchboard-development'
      ? [
          'auth.issuer (AUTH_ISSUER) must name the issuer in production, but got the development one.',
        ]
      : []),
    ...(assertionSecret === undefined
      ? ['assertionSecret (ASSERTION_SECRET) must be set in production, but got: nothing.']
      : []),
  ];
  if (faults.length > 0) throw new ConfigError(faults);
}
