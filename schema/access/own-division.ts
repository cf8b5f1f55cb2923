import { RowRule } from './row-rule.ts';
import type { CallerVerdict } from './row-rule.ts';
import { callerRule } from './caller-rule.ts';
import type { ShieldRule } from './graphql-shield.ts';
import type { JudgedCaller } from './judged-caller.ts';

/** Whoever holds it serves all divisions, whichever one they work for. */
export const EVERY_DIVISION = 'division:every';

/** A role with it is of one division, and grants nothing to whoever works for none. */
export const OWN_DIVISION = 'division:own';

/** Whoever holds it may see the figures of the whole group beside those of their division. */
export const WHOLE_GROUP = 'kpi:group';

/**
 * The only division whose rows a caller may read; null for the shared center and for those who serve every division.
 * Rooms narrow their lists, totals and aggregates to it.
 */
export function confinedTo({ division, scopes }: JudgedCaller): string | null {
  return scopes.includes(EVERY_DIVISION) ? null : division;
}

function judgeDivision(caller: JudgedCaller): CallerVerdict {
  return confinedTo(caller) === null ? 'every-row' : 'by-row';
}

/** Customers of whom the caller's own division has a record. */
export const servesThisCustomer = new RowRule({
  name: 'servesThisCustomer',
  judgeCaller: judgeDivision,
  needs: { Customer: 'sourceRecords { division }' },
  holds({ sourceRecords }, caller) {
    const own = confinedTo(caller);
    return (
      Array.isArray(sourceRecords) && sourceRecords.some((one: unknown) => divisionOf(one) === own)
    );
  },
});

/** What happened between a customer and the caller's own division. */
export const concernsOwnDivision = new RowRule({
  name: 'concernsOwnDivision',
  judgeCaller: judgeDivision,
  needs: { Case: 'division', Interaction: 'division' },
  holds: (row, caller) => divisionOf(row) === confinedTo(caller),
});

function divisionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'division' in value ? value.division : null;
}

const PREFIX = 'actsFor:';
// Bounded by the divisions that the graph names: only its directives ask for rules.
const divisionRules = new Map<string, ShieldRule>();

/** The rule behind a policy like `actsFor:banking`: what is one division's alone; null for any other name. */
export function actsFor(policy: string): ShieldRule | null {
  if (!/^actsFor:[a-z][a-z0-9-]*$/.test(policy)) return null;
  let found = divisionRules.get(policy);
  if (found === undefined) {
    const division = policy.slice(PREFIX.length);
    found = callerRule(policy, ({ caller }) => {
      if (caller === null) return false;
      const own = confinedTo(caller);
      return own === null || own === division;
    });
    divisionRules.set(policy, found);
  }
  return found;
}
