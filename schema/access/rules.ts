import { agreesToCalls, agreesToEmail, agreesToPost, restsOnConsent } from './agrees-to-purpose.ts';
import { callerRule } from './caller-rule.ts';
import type { ShieldRule } from './graphql-shield.ts';
import { freeOfLegalHold, usableDespiteHold } from './legal-hold.ts';
import { actsFor, concernsOwnDivision, servesThisCustomer } from './own-division.ts';
import { concernsOwnTeam } from './own-team.ts';
import type { RowRule } from './row-rule.ts';

export type { RuleContext } from './judged-caller.ts';

/** A rule that judges the caller once an operation, or one that judges the objects that the caller asks for. */
export type AccessRule = ShieldRule | RowRule;

/** `@authenticated`: there is a verified caller. */
export const isAuthenticated: ShieldRule = callerRule(
  'isAuthenticated',
  ({ caller }) => caller !== null,
);

// Bounded by the scopes that the graph names: only its directives ask for rules.
const scopeRules = new Map<string, ShieldRule>();

/** `@requiresScopes`: the caller holds this scope. The same scope gives the same rule. */
export function hasScope(scope: string): ShieldRule {
  let found = scopeRules.get(scope);
  if (found === undefined) {
    found = callerRule(
      `hasScope(${JSON.stringify(scope)})`,
      ({ caller }) => caller !== null && caller.scopes.includes(scope),
    );
    scopeRules.set(scope, found);
  }
  return found;
}

/** The rules that `@policy` can name. */
export type NamedPolicies = Readonly<Record<string, AccessRule>>;

/** The policies of gateway and rooms, beside `actsFor:DIVISION`; a graph that names any other does not start. */
export const namedPolicies: NamedPolicies = Object.freeze({
  agreesToCalls,
  agreesToEmail,
  agreesToPost,
  concernsOwnDivision,
  concernsOwnTeam,
  freeOfLegalHold,
  /** Where consent cannot be asked of each object, because finding it would tell already. */
  needsNoConsent: callerRule(
    'needsNoConsent',
    ({ caller }) => caller !== null && !restsOnConsent(caller.purpose),
  ),
  servesThisCustomer,
  statedPurpose: callerRule('statedPurpose', ({ caller }) => typeof caller?.purpose === 'string'),
  usableDespiteHold,
  worksForDivision: callerRule(
    'worksForDivision',
    ({ caller }) => typeof caller?.division === 'string',
  ),
});

/** The rule of a policy, or undefined for a name that has none. */
export function policyRule(name: string, policies: NamedPolicies): AccessRule | undefined {
  return Object.hasOwn(policies, name) ? policies[name] : (actsFor(name) ?? undefined);
}

/**
 * The rule behind what a directive asks for: `authenticated`, `scope:x` or `policy:x`. Throws for a policy that has
 * none; the start has checked them all.
 */
export function ruleFor(asked: string, policies: NamedPolicies): AccessRule {
  if (asked === 'authenticated') return isAuthenticated;
  const name = asked.slice(asked.indexOf(':') + 1);
  if (asked.startsWith('scope:')) return hasScope(name);
  const found = policyRule(name, policies);
  if (found === undefined) throw new Error(`Policy "${name}" has no rule.`);
  return found;
}
