import { describe, expect, test } from '@jest/globals';
import { namePartsOf } from '../../../../../subgraphs/customers/matching/standard/name-parts.ts';
import {
  formGroups,
  fullForm,
} from '../../../../../subgraphs/customers/matching/standard/nicknames.ts';
import { soundCode } from '../../../../../subgraphs/customers/matching/standard/sound-code.ts';
import { standardText } from '../../../../../subgraphs/customers/matching/standard/standard-texts.ts';

describe('values as they are compared', () => {
  test.each([
    ['date', '1990-12-13', '19901213'],
    ['date', '13/12/1990', '19901213'],
    ['date', '12/13/1990', '19901213'],
    ['date', '19081209', '19081209'],
    ['date', '1990-02-31', '19900231'],
    ['phone', '+1 (202) 555-0143', '025550143'],
    ['phone', '202 555 0143', '025550143'],
    ['email', ' Ann@Example.COM', 'ann@example.com'],
    ['gender', 'Woman', 'f'],
    ['gender', 'other', ''],
    ['code', 'AB 12-3', 'ab123'],
    ['name', 'Müller', 'muller'],
    ['name', 'n/a', ''],
    ['text', '', ''],
  ] as const)('%s %s is "%s"', (standard, raw, expected) => {
    expect(standardText(standard, raw)).toBe(expected);
  });

  test('an address is the same with a kind of street in full or short', () => {
    expect(standardText('address', '12 Elm St.')).toBe(standardText('address', '12 ELM STREET'));
  });

  test('names are put in their places, titles left out', () => {
    const nobody = { given: '', family: '', additional: '', full: '' };
    expect(namePartsOf({ ...nobody, full: 'Sir John A. Smith' })).toEqual({
      given: 'john',
      family: 'smith',
      others: 'a',
    });
    expect(namePartsOf({ ...nobody, given: 'Mary Ann', family: 'Lee' })).toEqual({
      given: 'mary',
      family: 'lee',
      others: 'ann',
    });
  });

  test('nicknames lead to the names that they stand for', () => {
    expect(fullForm('bob')).toBe(fullForm('robert'));
    const [both] = formGroups('bob').filter((group) => formGroups('robert').includes(group));
    expect(both).toBeDefined();
    expect(formGroups('bob').some((group) => formGroups('emma').includes(group))).toBe(false);
  });

  test('names that sound alike have one code', () => {
    expect(soundCode('smith')).toBe(soundCode('smyth'));
    expect(soundCode('catherine')).toBe(soundCode('katharine'));
    expect(soundCode('smith')).not.toBe(soundCode('jones'));
  });
});
