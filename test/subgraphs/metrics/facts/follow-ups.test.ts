import { describe, expect, test } from '@jest/globals';
import { followUps } from '../../../../subgraphs/metrics/facts/follow-ups.ts';

/** `C` the customer wrote, `A` an agent answered, `n` an agent noted something: one a minute. */
function found(told: string): readonly (readonly [asked: number, answered: number])[] {
  const messages = Array.from(told, (letter, minute) => ({
    ...{ event_id: `e${minute}`, case_id: 'K1', at: new Date(minute * 60_000) },
    ...{ from_customer: letter === 'C', public: letter !== 'n' },
  }));
  return followUps(messages).map(({ asked_at, answered_at }) => [
    asked_at.getTime() / 60_000,
    answered_at.getTime() / 60_000,
  ]);
}

describe('followUps', () => {
  test('go from the first message that waited to the next answer', () => {
    expect(found('ACCA')).toEqual([[1, 3]]);
    expect(found('ACACCA')).toEqual([
      [1, 2],
      [3, 5],
    ]);
  });

  test('are not what was written before any answer', () => {
    expect(found('CCA')).toEqual([]);
    expect(found('CACA')).toEqual([[2, 3]]);
  });

  test('pass over notes, which answer nobody', () => {
    expect(found('ACnnA')).toEqual([[1, 4]]);
    expect(found('nCA')).toEqual([]);
  });

  test('are none while nobody answers, or nobody asks', () => {
    expect(found('AC')).toEqual([]);
    expect(found('AAA')).toEqual([]);
    expect(found('')).toEqual([]);
  });
});
