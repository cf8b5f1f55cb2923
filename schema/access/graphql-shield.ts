import { createRequire } from 'node:module';
import type * as Shield from 'graphql-shield';

/**
 * graphql-shield for every Node that we run on. Its ES module imports `isUndefined` from `node:util`,
 * which Node 23 removed, so that it does not even load; its CommonJS build loads, and lacks the function
 * when `chain` and `race` run. Hence: the CommonJS build, with the function put back first.
 */
const require = createRequire(import.meta.url);
// `require` knows no types: this is the one place where the two modules get theirs.
const util = require('node:util') as { isUndefined?: (value: unknown) => boolean };
util.isUndefined ??= (value) => value === undefined;
const shield = require('graphql-shield') as typeof Shield;

export const { rule, deny, and, or, chain, race, not } = shield;

/** A rule, or what `and`, `or`, `chain`, `race` and `not` make of rules. */
export type ShieldRule = Parameters<typeof and>[number];

const Rule = rule('probe')(() => false).constructor;
const LogicRule = Object.getPrototypeOf(deny.constructor) as NewableFunction;
const RuleNot = not(deny).constructor;

/** Whether a value is a rule of this very copy of graphql-shield. */
export function isShieldRule(value: unknown): value is ShieldRule {
  return value instanceof Rule || value instanceof LogicRule;
}

/** Whether a `not` stands anywhere in a rule: it turns the failure of the rule inside into a yes. */
export function containsNot(value: ShieldRule): boolean {
  if (value instanceof RuleNot) return true;
  const inside = 'getRules' in value ? value.getRules() : [];
  return inside.some((one) => isShieldRule(one) && containsNot(one));
}
