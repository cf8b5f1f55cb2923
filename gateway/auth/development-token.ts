import { randomUUID } from 'node:crypto';

import { importJWK, SignJWT } from 'jose';

import { DEVELOPMENT_ALGORITHM } from './development-keys.ts';
import type { DevelopmentKeys } from './development-keys.ts';

export interface DevelopmentTokenOrder {
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly subject: string;
  readonly division: string | null;
  readonly teams?: readonly string[];
  /** What every request is for that states nothing else. */
  readonly purpose: string | null;
  /** What requests may state besides. */
  readonly purposes?: readonly string[];
  readonly lifetimeSeconds: number;
  readonly issuer: string;
  readonly audience: string;
  readonly now: Date;
}

/** Signs an access token (RFC 9068) with the development key. */
export async function signDevelopmentToken(
  keys: DevelopmentKeys,
  order: DevelopmentTokenOrder,
): Promise<string> {
  const issued = Math.floor(order.now.getTime() / 1000);
  const key = await importJWK(keys.privateKey, DEVELOPMENT_ALGORITHM);
  return new SignJWT({
    roles: [...order.roles],
    scope: order.scopes.join(' '),
    ...(order.division === null ? {} : { division: order.division }),
    ...(order.teams === undefined ? {} : { teams: order.teams }),
    ...(order.purpose === null ? {} : { purpose: order.purpose }),
    ...(order.purposes === undefined ? {} : { purposes: [...order.purposes] }),
  })
    .setProtectedHeader({
      alg: DEVELOPMENT_ALGORITHM,
      typ: 'at+jwt',
      kid: keys.privateKey.kid ?? '',
    })
    .setIssuer(order.issuer)
    .setAudience(order.audience)
    .setSubject(order.subject)
    .setIssuedAt(issued)
    .setExpirationTime(issued + order.lifetimeSeconds)
    .setJti(randomUUID())
    .sign(key);
}
