import { Source, parse } from 'graphql';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { readGraphFile } from './asked-table.ts';
import { explainField } from './explain-field.ts';
import { replayText, replayUses } from './replay-uses.ts';
import { roleTable } from './role-table.ts';
import { readRooms } from './stated-places.ts';
import { checkRoles } from '../known-roles.ts';
import { withLedger } from '../ledger/with-ledger.ts';
import { createAccessControl } from '../../gateway/access/access-control.ts';
import type { Caller } from '../../gateway/auth/caller.ts';
import { readEmergencyScopes, readRoleScopes, scopesOf } from '../../gateway/auth/role-scopes.ts';
import type { RoleScopes } from '../../gateway/auth/role-scopes.ts';
import { recordedUses } from '../../subgraphs/governance/ledger/recorded-uses.ts';

const HELP = `Says who may read what, as the gateway decides it.

  npm run -s access -- --role agent                  every field: allow, rows, mask or deny, and what it asks for
  npm run -s access -- --explain Account.balance     which rules decide, which directives in which rooms say so
  npm run -s access -- --explain Account.balance --role agent
  npm run -s access -- --replay changed-roles.yaml --days 30     which recorded operations other roles would change

  --role NAME        a role of schema/standards/roles.yaml; may be repeated
  --scope NAME       a scope beside those of the roles; may be repeated
  --division NAME    the division that the caller works for (default: none, the shared center)
  --team ID          a team that the caller is in; may be repeated
  --purpose NAME     what the caller reads for (default: none)
  --explain FIELD    a field as Type.field
  --replay FILE      a roles.yaml to try on what the read ledger has recorded; it is read from DATABASE_URL, or from
                     the embedded database in DATA_DIR (.data), which nobody else may have open
  --days N           how far back to look for it (default: 30)
  --supergraph FILE  the supergraph (default: schema/supergraph.graphql)
  --config FILE      the supergraph.yaml that names the rooms (default: schema/supergraph.yaml)
  --help             this text

A supergraph that the gateway would refuse is refused here too, every fault with file and line.
`;

const options = {
  role: { type: 'string', multiple: true, default: [] as string[] },
  scope: { type: 'string', multiple: true, default: [] as string[] },
  division: { type: 'string' },
  team: { type: 'string', multiple: true, default: [] as string[] },
  purpose: { type: 'string' },
  explain: { type: 'string' },
  replay: { type: 'string' },
  days: { type: 'string', default: '30' },
  supergraph: { type: 'string', default: fileOf('../../schema/supergraph.graphql') },
  config: { type: 'string', default: fileOf('../../schema/supergraph.yaml') },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

/** What the command prints. Rejects with a text for whoever called it. */
export async function runAccess(args: readonly string[]): Promise<string> {
  const { values } = parseArgs({ options, args: [...args] });
  return values.help ? HELP : `${await answer(values)}\n`;
}

async function answer(values: Values): Promise<string> {
  const { role, scope, division, team, purpose, explain } = values;
  if (values.replay !== undefined) return replay(values.replay, values);
  const isNobody = [...role, ...scope, ...team, division ?? [], purpose ?? []].flat().length === 0;
  if (isNobody && explain === undefined) {
    throw new Error(`Say who with --role or --scope, or which field with --explain.\n\n${HELP}`);
  }
  const roleScopes = readRoleScopes();
  checkRoles(role, roleScopes);
  const graph = readGraphFile(values.supergraph);
  const caller = callerOf(values, roleScopes);
  if (explain === undefined) return roleTable(graph, caller);
  const rooms = readRooms(values.config);
  return explainField(explain, {
    ...{ graph, rooms, roleScopes, caller: isNobody ? null : caller },
    emergencyScopes: readEmergencyScopes(),
  });
}

async function replay(file: string, { days, supergraph }: Values): Promise<string> {
  if (!/^[1-9]\d{0,3}$/.test(days)) {
    throw new Error(`--days must be a whole number from 1 to 9999, but got: ${days}`);
  }
  const after = readRoleScopes(file);
  const document = parse(new Source(readFileSync(supergraph, 'utf8'), supergraph));
  const access = createAccessControl({ supergraph: document });
  const since = new Date(Date.now() - Number(days) * DAY_MS).toISOString().slice(0, 10);
  const uses = await withLedger(process.env, (database) => recordedUses(database, since));
  const replayed = await replayUses(uses, { access, before: readRoleScopes(), after });
  return replayText(replayed, { days: Number(days) });
}

const DAY_MS = 86_400_000;

function callerOf(
  { role, scope, team, purpose, ...values }: Values,
  roleScopes: RoleScopes,
): Caller {
  const division = values.division ?? null;
  return {
    subject: 'nobody',
    roles: role,
    scopes: scopesOf({ roles: role, own: scope, division }, roleScopes),
    division,
    teams: team,
    purpose: purpose ?? null,
    expiresAt: Number.POSITIVE_INFINITY,
  };
}

function fileOf(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
