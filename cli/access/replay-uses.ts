import { parse } from 'graphql';
import type { AccessControl, DecidedOperation } from '../../gateway/access/access-control.ts';
import type { Decision } from '../../gateway/access/decision.ts';
import { objectsByType } from '../../gateway/access/operation-shape.ts';
import type { SelectionShape } from '../../gateway/access/operation-shape.ts';
import { scopesOf } from '../../gateway/auth/role-scopes.ts';
import type { RoleScopes } from '../../gateway/auth/role-scopes.ts';
import type { RecordedUse } from '../../subgraphs/governance/ledger/recorded-uses.ts';

/** What other roles would change for a recorded use. */
export interface ReplayedUse {
  readonly use: RecordedUse;
  /** `Type.field`, sorted. */
  readonly newlyDenied: readonly string[];
  readonly newlyAllowed: readonly string[];
  readonly newlyMasked: readonly string[];
  readonly noLongerMasked: readonly string[];
}

export interface Replay {
  readonly changed: readonly ReplayedUse[];
  /** Operations that the graph of today does not know as they are. */
  readonly unknown: readonly RecordedUse[];
}

export interface ReplayParts {
  readonly access: Pick<AccessControl, 'prepare'>;
  readonly before: RoleScopes;
  readonly after: RoleScopes;
}

/**
 * Decides every recorded use under the roles as they are and as they would be. What a caller held beyond their
 * roles, they keep.
 */
export async function replayUses(
  uses: readonly RecordedUse[],
  { access, before, after }: ReplayParts,
): Promise<Replay> {
  const changed: ReplayedUse[] = [];
  const unknown: RecordedUse[] = [];
  for (const use of uses) {
    const ofRoles = scopesOf({ ...use, own: [] }, before);
    const own = use.scopes.filter((scope) => !ofRoles.includes(scope));
    const now = await decisionsFor(use, scopesOf({ ...use, own }, before), access);
    const then = await decisionsFor(use, scopesOf({ ...use, own }, after), access);
    if (now === null || then === null) unknown.push(use);
    else changed.push(...differences(use, now, then));
  }
  return { changed, unknown };
}

/** `Type.field` -> what is decided. */
type FieldDecisions = ReadonlyMap<string, Decision>;

/** Which teams a caller was in is not recorded: whoever is confined to theirs is taken to be in one. */
const SOME_TEAM: readonly string[] = Object.freeze(['replay']);

/** Null for an operation that cannot be judged any more. */
async function decisionsFor(
  use: RecordedUse,
  scopes: readonly string[],
  access: ReplayParts['access'],
): Promise<FieldDecisions | null> {
  const { roles, division, purpose, operationName } = use;
  const expiresAt = Number.POSITIVE_INFINITY;
  const who = { subject: 'replay', roles, scopes, division, teams: SOME_TEAM, purpose };
  const caller = { ...who, expiresAt };
  const document = parse(use.operation, { noLocation: true });
  const { judged } = await access.prepare({ document, operationName, caller });
  return judged?.kind === 'decided' ? decisionsIn(judged) : null;
}

/** Of every field, whatever the variables include. What is below a denied one is denied with it. */
function decisionsIn({ shape, decisions }: DecidedOperation): FieldDecisions {
  const found = new Map<string, Decision>();
  const visited = new Set<SelectionShape>();
  const visit = (selection: SelectionShape): void => {
    if (visited.has(selection)) return;
    visited.add(selection);
    for (const [type, { fields }] of objectsByType(selection)) {
      for (const { fieldName, requirement, selection: below } of fields) {
        const decision = decisions.byRequirement[requirement] ?? 'deny';
        found.set(`${type}.${fieldName}`, decision);
        if (decision !== 'deny' && below !== null) visit(below);
      }
    }
  };
  visit(shape);
  return found;
}

function differences(use: RecordedUse, now: FieldDecisions, then: FieldDecisions): ReplayedUse[] {
  const changes = [...new Set([...now.keys(), ...then.keys()])].sort().map((field) => {
    const [before, after] = [now.get(field) ?? null, then.get(field) ?? null];
    return { field, before, after };
  });
  const where = (holds: (before: Decision | null, after: Decision | null) => boolean) =>
    changes.filter(({ before, after }) => holds(before, after)).map(({ field }) => field);
  // What is below a denied field is not judged: its parent says it all.
  const replayed = {
    use,
    newlyDenied: where((before, after) => after === 'deny' && before !== null && before !== 'deny'),
    newlyAllowed: where((before, after) => before === 'deny' && after !== null && after !== 'deny'),
    newlyMasked: where((before, after) => before === 'allow' && after === 'mask'),
    noLongerMasked: where((before, after) => before === 'mask' && after === 'allow'),
  };
  const { newlyDenied, newlyAllowed, newlyMasked, noLongerMasked } = replayed;
  const all = [newlyDenied, newlyAllowed, newlyMasked, noLongerMasked];
  return all.some((fields) => fields.length > 0) ? [replayed] : [];
}

/** The replay as text for a reader, most used first. */
export function replayText(
  { changed, unknown }: Replay,
  { days }: { readonly days: number },
): string {
  const lines = changed.flatMap((one) => [
    `${nameOf(one.use)} (${one.use.entries} times in ${days} days)`,
    ...said('newly denied', one.newlyDenied),
    ...said('newly allowed', one.newlyAllowed),
    ...said('newly masked', one.newlyMasked),
    ...said('no longer masked', one.noLongerMasked),
  ]);
  const forgotten = unknown.map((use) => `${nameOf(use)}: the graph does not know it any more`);
  const all = [...lines, ...forgotten];
  return all.length === 0
    ? `Nothing that was recorded in ${days} days would change.`
    : all.join('\n');
}

function said(what: string, fields: readonly string[]): readonly string[] {
  return fields.length === 0 ? [] : [`  ${what}: ${fields.join(', ')}`];
}

function nameOf({ operationName, client, roles, division, purpose }: RecordedUse): string {
  const who = [
    roles.length === 0 ? 'callers without a role' : roles.join(', '),
    ...(client === null ? [] : [`with ${client}`]),
    ...(division === null ? [] : [`of ${division}`]),
    ...(purpose === null ? [] : [`for ${purpose}`]),
  ];
  return `${operationName ?? 'an operation without a name'} by ${who.join(' ')}`;
}
