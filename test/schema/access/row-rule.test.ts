import { describe, expect, test } from '@jest/globals';

import {
  agreesToCalls,
  agreesToEmail,
  restsOnConsent,
} from '../../../schema/access/agrees-to-purpose.ts';
import { evaluateRule } from '../../../schema/access/evaluate-rule.ts';
import type { JudgedCaller } from '../../../schema/access/judged-caller.ts';
import { freeOfLegalHold, usableDespiteHold } from '../../../schema/access/legal-hold.ts';
import {
  actsFor,
  concernsOwnDivision,
  confinedTo,
  servesThisCustomer,
} from '../../../schema/access/own-division.ts';
import { RowRule } from '../../../schema/access/row-rule.ts';
import type { CallerVerdict } from '../../../schema/access/row-rule.ts';

const caller = (division: string | null, more: Partial<JudgedCaller> = {}): JudgedCaller => ({
  scopes: [],
  division,
  teams: [],
  purpose: null,
  ...more,
});

describe('a rule about rows', () => {
  const withRule = (verdict: () => unknown, holds: () => unknown) =>
    new RowRule({
      name: 'trial',
      judgeCaller: () => verdict() as CallerVerdict,
      needs: {},
      holds,
    });
  const fails = () => {
    throw new Error('the rule broke');
  };

  test('takes anything but a plain yes for a no', () => {
    for (const holds of [fails, () => 'yes', () => 1, () => undefined, () => Promise.resolve(true)])
      expect(withRule(() => 'by-row', holds).allows({}, caller('a'))).toBe(false);
    expect(
      withRule(
        () => 'by-row',
        () => true,
      ).allows({}, caller('a')),
    ).toBe(true);
    for (const verdict of [fails, () => true, () => undefined, () => 'no-row'])
      expect(withRule(verdict, () => true).judgeCaller(caller('a'))).toBe('no-row');
    expect(withRule(() => 'every-row', fails).allows({}, caller('a'))).toBe(true);
  });

  test('knows nobody', () => {
    const open = withRule(
      () => 'every-row',
      () => true,
    );
    expect(open.judgeCaller(null)).toBe('no-row');
    expect(open.allows({}, null)).toBe(false);
  });
});

describe('own division', () => {
  const everywhere = caller('banking', { scopes: ['division:every'] });

  test('confines whoever works for one, unless they serve every division', () => {
    expect(confinedTo(caller(null))).toBeNull();
    expect(confinedTo(caller('banking'))).toBe('banking');
    expect(confinedTo(everywhere)).toBeNull();
  });

  test('serves customers of whom it has a record', () => {
    const row = { sourceRecords: [{ division: 'lending' }, { division: 'banking' }] };
    expect(servesThisCustomer.allows(row, caller('banking'))).toBe(true);
    expect(servesThisCustomer.allows(row, caller('insurance'))).toBe(false);
    expect(servesThisCustomer.allows({}, caller(null))).toBe(true);
    for (const sourceRecords of [undefined, null, [], 'banking', [null], [{ division: null }]])
      expect(servesThisCustomer.allows({ sourceRecords }, caller('banking'))).toBe(false);
  });

  test('is concerned by what happened with it', () => {
    expect(concernsOwnDivision.allows({ division: 'banking' }, caller('banking'))).toBe(true);
    expect(concernsOwnDivision.allows({ division: 'lending' }, caller('banking'))).toBe(false);
    expect(concernsOwnDivision.allows({}, caller('banking'))).toBe(false);
  });

  test('acts for itself alone', async () => {
    const rule = actsFor('actsFor:banking');
    if (rule === null) throw new Error('gone');
    const ask = (who: JudgedCaller | null) => evaluateRule(rule, { caller: who });
    const answers = [caller('banking'), caller(null), everywhere, caller('lending'), null].map(ask);
    expect(await Promise.all(answers)).toEqual([true, true, true, false, false]);
    expect(actsFor('actsFor:banking')).toBe(rule);
    expect(['actsFor:', 'actsFor:Banking', 'actFor:banking', 'x'].map(actsFor)).toEqual(
      Array(4).fill(null),
    );
  });
});

describe('consent', () => {
  const said = (...consents: readonly object[]) => ({ consents });
  const yes = { purpose: 'Marketing', channel: 'EMAIL', granted: true };
  const reader = caller(null, { purpose: 'marketing' });

  test('is asked for any purpose but those of the contract, the law and defence', () => {
    expect([null, 'service', 'complaint', 'fraud', 'legal'].map(restsOnConsent)).toEqual(
      Array(5).fill(false),
    );
    expect(['marketing', 'Service', 'anything'].map(restsOnConsent)).toEqual(Array(3).fill(true));
  });

  test('is given for a purpose, by a channel or for all, and one refusal outweighs it', () => {
    expect(agreesToEmail.allows(said(yes), reader)).toBe(true);
    expect(agreesToCalls.allows(said(yes), reader)).toBe(false);
    expect(agreesToCalls.allows(said({ ...yes, channel: null }), reader)).toBe(true);
    expect(agreesToEmail.allows(said(yes, { ...yes, channel: null, granted: false }), reader)).toBe(
      false,
    );
    expect(
      agreesToEmail.allows(said(yes, { ...yes, channel: 'SMS', granted: false }), reader),
    ).toBe(true);
    expect(agreesToEmail.allows(said({ ...yes, purpose: 'research' }), reader)).toBe(false);
    for (const row of [{}, said(), { consents: null }, { consents: 'all' }])
      expect(agreesToEmail.allows(row, reader)).toBe(false);
  });
});

describe('a legal hold', () => {
  const held = { onLegalHold: true };
  const free = { onLegalHold: false };
  const forPurpose = (purpose: string | null, scopes: string[] = []) =>
    caller('banking', { purpose, scopes });

  test('leaves nothing to a purpose that rests on consent, whoever asks', () => {
    for (const purpose of ['marketing', 'research', 'Legal']) {
      const asking = forPurpose(purpose, ['legal:hold', 'division:every']);
      expect(usableDespiteHold.judgeCaller(asking)).toBe('by-row');
      expect(usableDespiteHold.allows(held, asking)).toBe(false);
      expect(usableDespiteHold.allows(free, asking)).toBe(true);
    }
    for (const purpose of [null, 'service', 'complaint', 'fraud', 'legal'])
      expect(usableDespiteHold.judgeCaller(forPurpose(purpose))).toBe('every-row');
  });

  test('keeps what a matter may turn on for those who work on it', () => {
    for (const purpose of [null, 'service', 'fraud', 'marketing']) {
      expect(freeOfLegalHold.allows(held, forPurpose(purpose))).toBe(false);
      expect(freeOfLegalHold.allows(free, forPurpose(purpose))).toBe(true);
      const legal = forPurpose(purpose, ['legal:hold']);
      expect(freeOfLegalHold.judgeCaller(legal)).toBe('every-row');
    }
    expect(freeOfLegalHold.judgeCaller(forPurpose('legal'))).toBe('every-row');
  });

  test('that cannot be found out counts as one', () => {
    for (const row of [{}, { onLegalHold: null }, { onLegalHold: undefined }, { onLegalHold: 0 }])
      for (const rule of [usableDespiteHold, freeOfLegalHold])
        expect(rule.allows(row, forPurpose('marketing'))).toBe(false);
    expect(freeOfLegalHold.allows(free, null)).toBe(false);
  });
});
