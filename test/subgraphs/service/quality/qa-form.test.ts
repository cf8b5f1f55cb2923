import { describe, expect, test } from '@jest/globals';
import { formFault, type QaQuestion } from '../../../../subgraphs/service/quality/qa-form.ts';

const GREETING: QaQuestion = {
  ...{ key: 'greeting', text: 'Greeted by name?', weight: 2, maxPoints: 3, critical: null },
};
const IDENTITY: QaQuestion = {
  ...{
    key: 'identity',
    text: 'Identity checked?',
    weight: 0,
    maxPoints: 1,
    critical: 'COMPLIANCE',
  },
};

describe('a form', () => {
  test('may have critical questions that count nothing but errors', () => {
    expect(formFault([GREETING, IDENTITY])).toBeNull();
  });

  test.each<[string, readonly QaQuestion[], string]>([
    ['no questions', [], '"questions" must have one with a weight above 0, but have none.'],
    ['nothing that counts', [IDENTITY], 'must have one with a weight above 0'],
    ['a key twice', [GREETING, GREETING], 'must have each key once, but have twice: "greeting".'],
    [
      'an empty key',
      [{ ...GREETING, key: ' ' }],
      '"questions.0.key" must not be empty, but got: " ".',
    ],
    [
      'a weight of nothing',
      [GREETING, { ...GREETING, key: 'b', weight: 0 }],
      '"questions.1.weight" must be 1 to 1000, but is: 0.',
    ],
    [
      'half an error',
      [GREETING, { ...IDENTITY, maxPoints: 2 }],
      '"questions.1.maxPoints" must be 1, but is: 2.',
    ],
    [
      'too many questions',
      Array.from({ length: 101 }, (_, place) => ({ ...GREETING, key: `q${place}` })),
      '"questions" must be at most 100, but are: 101.',
    ],
  ])('with %s is refused', (_, questions, fault) => {
    expect(formFault(questions)).toContain(fault);
  });
});
