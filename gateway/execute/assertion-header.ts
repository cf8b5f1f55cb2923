import { randomUUID } from 'node:crypto';

import {
  ASSERTION_HEADER,
  ASSERTION_LIFETIME_SECONDS,
  deriveRoomKey,
  hashBody,
  signAssertion,
} from '../../schema/assertion.ts';
import type { RequestContext } from '../context.ts';

/** Makes the header that tells one room who asks, for one body and a few seconds. */
export function createIdentification(
  secret: string,
  room: string,
  clock: () => Date,
): (body: string, context: Pick<RequestContext, 'caller'>) => Readonly<Record<string, string>> {
  const key = deriveRoomKey(secret, room);
  return (body, { caller }) => {
    // A protected supergraph lets nobody through without a caller, so this is a fault of ours.
    if (caller === null) throw new Error('A protected subgraph is asked without a caller.');
    const iat = Math.floor(clock().getTime() / 1000);
    const { subject, roles, scopes, division, teams, purpose } = caller;
    const claims = {
      sub: subject,
      aud: room,
      iat,
      exp: iat + ASSERTION_LIFETIME_SECONDS,
      jti: randomUUID(),
      bodyHash: hashBody(body),
      ...{ roles, scopes, division, teams, purpose },
    };
    return { [ASSERTION_HEADER]: signAssertion(claims, key) };
  };
}
