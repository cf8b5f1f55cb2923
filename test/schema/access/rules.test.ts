import { describe, expect, test } from '@jest/globals';

import { evaluateRule, judgeCaller } from '../../../schema/access/evaluate-rule.ts';
import {
  and,
  chain,
  containsNot,
  deny,
  isShieldRule,
  not,
  or,
  race,
  rule,
} from '../../../schema/access/graphql-shield.ts';
import { hasScope, isAuthenticated, namedPolicies } from '../../../schema/access/rules.ts';
import type { RuleContext } from '../../../schema/access/judged-caller.ts';
import { callerWith } from '../../gateway/access/people-gateway.ts';

const nobody: RuleContext = { caller: null };
const reader: RuleContext = { caller: callerWith(['read', 'division']) };

const returning = (answer: unknown) => rule(`returns ${String(answer)}`)(() => answer as boolean);
const throwing = rule('throws')(() => {
  throw new Error('the rule broke');
});

describe('rules', () => {
  test('isAuthenticated holds for a caller and not for nobody', async () => {
    expect(await evaluateRule(isAuthenticated, reader)).toBe(true);
    expect(await evaluateRule(isAuthenticated, nobody)).toBe(false);
  });

  test('hasScope holds for exactly that scope', async () => {
    expect(await evaluateRule(hasScope('read'), reader)).toBe(true);
    expect(await evaluateRule(hasScope('rea'), reader)).toBe(false);
    expect(await evaluateRule(hasScope('read'), nobody)).toBe(false);
  });

  test('the same scope is the same rule, and says its name', () => {
    expect(hasScope('pii:name')).toBe(hasScope('pii:name'));
    expect(hasScope('pii:name')).toMatchObject({ name: 'hasScope("pii:name")' });
  });

  test('named policies judge the caller', async () => {
    const { worksForDivision, statedPurpose } = namedPolicies;
    if (worksForDivision === undefined || statedPurpose === undefined) throw new Error('gone');
    expect(await judgeCaller(worksForDivision, reader)).toBe('every-row');
    expect(await judgeCaller(worksForDivision, nobody)).toBe('no-row');
    expect(await judgeCaller(statedPurpose, reader)).toBe('no-row');
  });
});

describe('evaluateRule', () => {
  test.each([false, undefined, null, 1, 'true', {}, new Error('no')])(
    'takes %p for a no',
    async (answer) => {
      expect(await evaluateRule(returning(answer), reader)).toBe(false);
    },
  );

  test('takes a throw and a rejection for a no', async () => {
    const rejecting = rule('rejects')(() => Promise.reject(new Error('later')));
    expect(await evaluateRule(throwing, reader)).toBe(false);
    expect(await evaluateRule(rejecting, reader)).toBe(false);
  });

  test('waits for an asynchronous rule', async () => {
    const slow = rule('slow')(async () => Promise.resolve(true));
    expect(await evaluateRule(slow, reader)).toBe(true);
  });

  test('combinations work on every supported Node, chain and race included', async () => {
    const yes = returning(true);
    const no = returning(false);
    expect(await evaluateRule(and(yes, isAuthenticated), reader)).toBe(true);
    expect(await evaluateRule(and(yes, no), reader)).toBe(false);
    expect(await evaluateRule(or(no, yes), reader)).toBe(true);
    expect(await evaluateRule(chain(yes, no), reader)).toBe(false);
    expect(await evaluateRule(chain(yes, yes), reader)).toBe(true);
    expect(await evaluateRule(race(no, yes), reader)).toBe(true);
    expect(await evaluateRule(deny, reader)).toBe(false);
  });

  test('an answer is never kept for the next caller, even by a rule that asks for a cache', async () => {
    const cached = rule('cached', { cache: 'contextual' })(
      (_parent, _arguments, { caller }: RuleContext) => caller !== null,
    );
    expect(await evaluateRule(cached, reader)).toBe(true);
    expect(await evaluateRule(cached, nobody)).toBe(false);
  });
});

describe('isShieldRule and containsNot', () => {
  test('tell rules from everything else', () => {
    expect([isAuthenticated, and(deny), not(deny), deny].every(isShieldRule)).toBe(true);
    expect([undefined, null, true, () => true, {}].some(isShieldRule)).toBe(false);
  });

  test('find a `not` however deep', () => {
    expect(containsNot(not(deny))).toBe(true);
    expect(containsNot(or(deny, and(deny, not(throwing))))).toBe(true);
    expect(containsNot(or(deny, and(deny, isAuthenticated)))).toBe(false);
  });
});
