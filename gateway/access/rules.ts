import type { Caller } from '../auth/caller.ts';
import { rule } from './graphql-shield.ts';
import type { ShieldRule } from './graphql-shield.ts';

/** What a rule may look at. Rules run once per operation, before any data exists: they judge the caller. */
export interface RuleContext {
  /** Null for a request without a token. */
  readonly caller: Caller | null;
}

/** `@authenticated`: there is a verified caller. */
export const isAuthenticated: ShieldRule = named(
  'isAuthenticated',
  ({ caller }) => caller !== null,
);

// Bounded by the scopes that the supergraph names: only the policy table asks for rules.
const scopeRules = new Map<string, ShieldRule>();

/** `@requiresScopes`: the caller holds this scope. The same scope gives the same rule. */
export function hasScope(scope: string): ShieldRule {
  let found = scopeRules.get(scope);
  if (found === undefined) {
    found = named(
      `hasScope(${JSON.stringify(scope)})`,
      ({ caller }) => caller !== null && caller.scopes.includes(scope),
    );
    scopeRules.set(scope, found);
  }
  return found;
}

/** The rules that `@policy` can name. */
export type NamedPolicies = Readonly<Record<string, ShieldRule>>;

/** The policies of this gateway; a supergraph that names any other does not start. */
export const namedPolicies: NamedPolicies = Object.freeze({
  worksForDivision: named('worksForDivision', ({ caller }) => typeof caller?.division === 'string'),
  statedPurpose: named('statedPurpose', ({ caller }) => typeof caller?.purpose === 'string'),
});

/** Not cached by graphql-shield: one evaluation an operation needs no cache, and no cache can go stale. */
function named(name: string, holds: (context: RuleContext) => boolean): ShieldRule {
  return rule(name, { cache: 'no_cache' })((_parent, _arguments, context: RuleContext) =>
    holds(context),
  );
}
