import type { GraphQLResolveInfo } from 'graphql';
import { deny } from './graphql-shield.ts';
import type { ShieldRule } from './graphql-shield.ts';
import type { RuleContext } from './rules.ts';

type ShieldOptions = Parameters<ShieldRule['resolve']>[4];

const OPTIONS: ShieldOptions = Object.freeze({
  debug: false,
  allowExternalErrors: false,
  fallbackRule: deny,
  hashFunction: () => '',
});

const NOTHING = Object.freeze({});
// graphql-shield hands `info` on to the rule and reads nothing of it; our rules run outside any field.
const NO_INFO = NOTHING as GraphQLResolveInfo;

/**
 * Asks a rule once, outside a resolver. Only `true` opens: false, undefined, a text, an Error returned
 * and anything thrown are a no.
 */
export async function evaluateRule(rule: ShieldRule, context: RuleContext): Promise<boolean> {
  try {
    // A cache of its own: an answer that outlives its operation belongs to somebody else.
    const shieldContext = { ...context, _shield: { cache: {} } };
    const answer: unknown = await rule.resolve(NOTHING, NOTHING, shieldContext, NO_INFO, OPTIONS);
    return answer === true;
  } catch {
    return false;
  }
}
