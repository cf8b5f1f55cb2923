import { rule } from './graphql-shield.ts';
import type { ShieldRule } from './graphql-shield.ts';

/** What the gateway and the rooms alike know of a caller. */
export interface JudgedCaller {
  readonly scopes: readonly string[];
  /** The division that the caller works for; null for the shared center. */
  readonly division: string | null;
  /** What the caller reads for. */
  readonly purpose: string | null;
}

/** What a rule may look at. Rules run once per operation, before any data exists: they judge the caller. */
export interface RuleContext {
  /** Null for a request without a token. */
  readonly caller: JudgedCaller | null;
}

/** `@authenticated`: there is a verified caller. */
export const isAuthenticated: ShieldRule = named(
  'isAuthenticated',
  ({ caller }) => caller !== null,
);

// Bounded by the scopes that the graph names: only its directives ask for rules.
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

/** The policies of gateway and rooms; a graph that names any other does not start. */
export const namedPolicies: NamedPolicies = Object.freeze({
  worksForDivision: named('worksForDivision', ({ caller }) => typeof caller?.division === 'string'),
  statedPurpose: named('statedPurpose', ({ caller }) => typeof caller?.purpose === 'string'),
});

/**
 * The rule behind what a directive asks for: `authenticated`, `scope:x` or `policy:x`. Throws for a policy that has
 * none; the start has checked them all.
 */
export function ruleFor(asked: string, policies: NamedPolicies): ShieldRule {
  if (asked === 'authenticated') return isAuthenticated;
  const name = asked.slice(asked.indexOf(':') + 1);
  if (asked.startsWith('scope:')) return hasScope(name);
  const found = Object.hasOwn(policies, name) ? policies[name] : undefined;
  if (found === undefined) throw new Error(`Policy "${name}" has no rule.`);
  return found;
}

/** Not cached by graphql-shield: one evaluation an operation needs no cache, and no cache can go stale. */
function named(name: string, holds: (context: RuleContext) => boolean): ShieldRule {
  return rule(name, { cache: 'no_cache' })((_parent, _arguments, context: RuleContext) =>
    holds(context),
  );
}
