import { developmentKeys } from '../../gateway/auth/development-keys.ts';
import { signDevelopmentToken } from '../../gateway/auth/development-token.ts';

/** The values that a gateway with default settings expects. */
const ISSUER = 'switchboard-development';
const AUDIENCE = 'switchboard';
const LIFETIME_SECONDS = 3_600;

/**
 * A token for work that an operator does from the command line: SWITCHBOARD_TOKEN, or one signed with the
 * development key. Throws in production without SWITCHBOARD_TOKEN.
 */
export async function operatorToken(
  environment: Readonly<Record<string, string | undefined>>,
  dataDirectory: string,
): Promise<string> {
  const given = environment['SWITCHBOARD_TOKEN'];
  // Container settings say an empty text for what is not set.
  if (given !== undefined && given !== '') return given;
  if (environment['NODE_ENV'] === 'production') {
    throw new Error(
      'In production SWITCHBOARD_TOKEN must hold a token with the scopes of role operator.',
    );
  }
  return signDevelopmentToken(await developmentKeys(dataDirectory), {
    roles: ['operator'],
    scopes: ['customer:read'],
    subject: 'command-line',
    division: null,
    purpose: null,
    lifetimeSeconds: LIFETIME_SECONDS,
    issuer: environment['AUTH_ISSUER'] ?? ISSUER,
    audience: environment['AUTH_AUDIENCE'] ?? AUDIENCE,
    now: new Date(),
  });
}
