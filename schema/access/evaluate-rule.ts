import type { GraphQLResolveInfo } from 'graphql';
import { predicateOf } from './caller-rule.ts';
import { deny } from './graphql-shield.ts';
import type { ShieldRule } from './graphql-shield.ts';
import type { RuleContext } from './judged-caller.ts';
import { RowRule } from './row-rule.ts';
import type { CallerVerdict } from './row-rule.ts';
import type { AccessRule } from './rules.ts';

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
export function evaluateRule(rule: ShieldRule, { caller }: RuleContext): Promise<boolean> {
  // A cache of its own: an answer that outlives its question belongs to somebody else.
  const context = { caller, _shield: { cache: {} } };
  return rule.resolve(NOTHING, NOTHING, context, NO_INFO, OPTIONS).then(isYes, isNo);
}

/**
 * Asks any rule once what the caller alone decides: one that judges callers leaves nothing open. At once, but for the
 * rules of graphql-shield that may have to wait for something.
 */
export function judgeCaller(
  rule: AccessRule,
  context: RuleContext,
): CallerVerdict | Promise<CallerVerdict> {
  if (rule instanceof RowRule) return rule.judgeCaller(context.caller);
  const holds = predicateOf(rule);
  if (holds === undefined) return evaluateRule(rule, context).then(verdictOf);
  return verdictOf(isMet(holds, context));
}

/** The same for many. A request whose rules all answer at once waits for nothing. */
export function judgeAll(
  rules: readonly AccessRule[],
  context: RuleContext,
): readonly CallerVerdict[] | Promise<readonly CallerVerdict[]> {
  const verdicts = rules.map((rule) => judgeCaller(rule, context));
  return verdicts.every(isThere)
    ? verdicts
    : Promise.all(verdicts.map((one) => Promise.resolve(one)));
}

function isThere(verdict: CallerVerdict | Promise<CallerVerdict>): verdict is CallerVerdict {
  return typeof verdict === 'string';
}

/** Whether all that a rule looks at is the caller, so that it says the same of the same caller every time. */
export function isOfCaller(rule: AccessRule): boolean {
  return rule instanceof RowRule || predicateOf(rule) !== undefined;
}

function verdictOf(isHeld: boolean): CallerVerdict {
  return isHeld ? 'every-row' : 'no-row';
}

function isMet(holds: (context: RuleContext) => unknown, context: RuleContext): boolean {
  try {
    return holds(context) === true;
  } catch {
    return false;
  }
}

function isYes(answer: unknown): boolean {
  return answer === true;
}

function isNo(): boolean {
  return false;
}
