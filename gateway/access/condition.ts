import { Kind } from 'graphql';
import type { DirectiveNode } from 'graphql';

/**
 * Terminology: a *literal* is one `@include(if: $x)` (the variable must be true) or `@skip(if: $x)` (it
 * must not be true). A *condition* is all of the literals on the way to a selection; empty means always.
 */
interface Literal {
  readonly variable: string;
  /** `true` for `@include`, `false` for `@skip`. */
  readonly wants: boolean;
}

export type Condition = readonly Literal[];

export const ALWAYS: Condition = Object.freeze([]);

/** The condition with a selection's own directives added; null when it can never be included. */
export function narrow(
  outer: Condition,
  directives: readonly DirectiveNode[] | undefined,
): Condition | null {
  let condition = outer;
  for (const directive of directives ?? []) {
    const literal = literalOf(directive);
    if (literal === 'never') return null;
    if (literal !== 'always') condition = [...condition, literal];
  }
  return condition === outer ? outer : simplify(condition);
}

function literalOf(directive: DirectiveNode): Literal | 'always' | 'never' {
  const wants = polarity(directive);
  const value = directive.arguments?.find((one) => one.name.value === 'if')?.value;
  if (wants === null || value === undefined) return 'always';
  if (value.kind === Kind.VARIABLE) return { variable: value.name.value, wants };
  return value.kind === Kind.BOOLEAN && value.value !== wants ? 'never' : 'always';
}

/** Whether a directive is one that `narrow` has dealt with. */
export function isConditional(directive: DirectiveNode): boolean {
  return polarity(directive) !== null;
}

export function conditionKey(condition: Condition): string {
  return condition.map(({ variable, wants }) => `${wants ? '+' : '-'}${variable}`).join();
}

/** Whether a selection is included, given the variables that are true. */
export function isIncluded(condition: Condition, trueVariables: ReadonlySet<string>): boolean {
  return condition.every(({ variable, wants }) => trueVariables.has(variable) === wants);
}

function polarity(directive: DirectiveNode): boolean | null {
  if (directive.name.value === 'include') return true;
  return directive.name.value === 'skip' ? false : null;
}

function simplify(literals: Condition): Condition | null {
  const byVariable = new Map<string, boolean>();
  for (const { variable, wants } of literals) {
    if (byVariable.get(variable) === !wants) return null;
    byVariable.set(variable, wants);
  }
  return [...byVariable]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([variable, wants]) => ({ variable, wants }));
}
