import { randomUUID } from 'node:crypto';
import {
  ASSERTION_HEADER,
  ASSERTION_LIFETIME_SECONDS,
  deriveRoomKey,
  hashBody,
  signAssertion,
  type AssertionClaims,
} from '../../schema/assertion.ts';
import type { Answerer, Question } from './answer-server.ts';

/** Who asks, as an assertion says it. */
export type AssertedCaller = Pick<
  AssertionClaims,
  'sub' | 'roles' | 'scopes' | 'division' | 'teams' | 'purpose'
>;

/**
 * Says who asks where the gateway makes no assertions: an AssertedCaller as JSON, in base64url, from the client
 * through the gateway.
 */
export const CALLER_HEADER = 'x-bench-caller';

/** Stands before a real room and asks it only what the same caller has not asked before. */
export function rememberingAnswerer(room: string, url: string, secret: string): Answerer {
  const key = deriveRoomKey(secret, room);
  return {
    audience: (question) => JSON.stringify(callerOf(question)),
    async answer(question) {
      const claims = claimsFor(room, question);
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          [ASSERTION_HEADER]: signAssertion(claims, key),
        },
        body: new Uint8Array(question.body),
      });
      const answer = Buffer.from(await response.arrayBuffer());
      if (response.ok) return answer;
      console.error(`${room}: ${response.status} ${answer.toString().slice(0, 500)}`);
      return null;
    },
  };
}

function callerOf({ headers }: Question): AssertedCaller {
  const assertion = headers[ASSERTION_HEADER];
  const payload =
    typeof assertion === 'string' ? assertion.split('.')[1] : String(headers[CALLER_HEADER]);
  // Made by a gateway or by the bench itself.
  const said = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as AssertedCaller;
  const { sub, roles, scopes, division, teams = [], purpose } = said;
  return { sub, roles, scopes, division, teams, purpose };
}

/** Fresh times: a gateway's own assertion may have waited behind the room. */
function claimsFor(room: string, question: Question): AssertionClaims {
  const iat = Math.floor(Date.now() / 1000);
  return {
    ...callerOf(question),
    aud: room,
    iat,
    exp: iat + ASSERTION_LIFETIME_SECONDS,
    jti: randomUUID(),
    bodyHash: hashBody(question.body),
  };
}
