import { parseArgs } from 'node:util';

import { developmentKeys } from '../gateway/auth/development-keys.ts';
import { signDevelopmentToken } from '../gateway/auth/development-token.ts';
import { readRoleScopes } from '../gateway/auth/role-scopes.ts';
import { readConfig } from '../gateway/config.ts';
import { checkRoles } from './known-roles.ts';

const HELP = `Prints an access token signed with this machine's development key.

  npm run -s token -- --role agent [--division banking] [--scope S]... [--expires 1h]

  --role NAME       a role of schema/standards/roles.yaml; may be repeated
  --scope NAME      a scope beside those of the roles; may be repeated
  --division NAME   the division that the caller works for (default: none, the shared center)
  --team ID         a team that the caller is in; may be repeated
  --purpose NAME    what the caller reads for (default: none); repeated, what requests may state in x-purpose
  --subject ID      who it is (default: "development")
  --expires TIME    lifetime, e.g. 90s, 15m, 1h, 1d (default: 1h)
  --data-dir DIR    where the key is kept (default: DATA_DIR, or .data); made when it is missing
  --help            this text

Refused when NODE_ENV is "production".
`;

const options = {
  role: { type: 'string', multiple: true, default: [] as string[] },
  scope: { type: 'string', multiple: true, default: [] as string[] },
  division: { type: 'string' },
  team: { type: 'string', multiple: true, default: [] as string[] },
  purpose: { type: 'string', multiple: true, default: [] as string[] },
  subject: { type: 'string', default: 'development' },
  expires: { type: 'string', default: '1h' },
  'data-dir': { type: 'string' },
  help: { type: 'boolean' },
} as const;

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { ...options } });
  if (values.help === true) {
    process.stdout.write(HELP);
    return;
  }
  const config = readConfig(process.env);
  if (config.environment === 'production') {
    throw new Error('Development tokens are refused when NODE_ENV is "production".');
  }
  checkRoles(values.role, readRoleScopes());
  const keys = await developmentKeys(values['data-dir'] ?? config.dataDirectory);
  const token = await signDevelopmentToken(keys, {
    roles: values.role,
    scopes: values.scope,
    subject: values.subject,
    division: values.division ?? null,
    teams: values.team,
    purpose: values.purpose.length === 1 ? (values.purpose[0] ?? null) : null,
    purposes: values.purpose,
    lifetimeSeconds: readLifetime(values.expires),
    issuer: config.auth.issuer,
    audience: config.auth.audience,
    now: new Date(),
  });
  process.stdout.write(`${token}\n`);
}

function readLifetime(text: string): number {
  const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const seconds = Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (seconds > 0) return seconds;
  throw new Error(`--expires must be a time like 90s, 15m, 1h or 1d, but got: "${text}".`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
