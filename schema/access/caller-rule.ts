import { rule } from './graphql-shield.ts';
import type { ShieldRule } from './graphql-shield.ts';
import type { RuleContext } from './judged-caller.ts';

type Holds = (context: RuleContext) => boolean;

const predicates = new WeakMap<ShieldRule, Holds>();

/**
 * A graphql-shield rule that judges the caller alone and at once. Not cached by graphql-shield: one evaluation an
 * operation needs no cache, and no cache can go stale.
 */
export function callerRule(name: string, holds: Holds): ShieldRule {
  const made = rule(name, { cache: 'no_cache' })((_parent, _arguments, context: RuleContext) =>
    holds(context),
  );
  predicates.set(made, holds);
  return made;
}

/** What such a rule asks, to be asked without graphql-shield's promises; undefined for every other rule. */
export function predicateOf(made: ShieldRule): Holds | undefined {
  return predicates.get(made);
}
