import { describe, expect, test } from '@jest/globals';
import { requirementText } from '../../../gateway/access/requirement-text.ts';

describe('a requirement as text', () => {
  test('joins what must hold, and sets alternatives apart where they would be read wrongly', () => {
    expect(requirementText([])).toBe('nothing');
    expect(requirementText([[['authenticated']]])).toBe('authenticated');
    expect(requirementText([[['scope:a', 'scope:b'], ['scope:c']]])).toBe(
      'scope:a and scope:b or scope:c',
    );
    expect(requirementText([[['scope:a'], ['scope:b']], [['policy:p']]])).toBe(
      '(scope:a or scope:b) and policy:p',
    );
  });
});
