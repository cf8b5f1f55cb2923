import { describe, expect, test } from '@jest/globals';
import { stepsFault, type MacroStep } from '../../../../subgraphs/service/macros/macro.ts';
import { readStep } from '../../../../subgraphs/service/macros/read-step.ts';

describe('a step', () => {
  test('says one thing to do', () => {
    expect(readStep({ assign: {} }, 0)).toEqual({ verb: 'assign', agent: null });
    expect(readStep({ resume: true, close: false, reply: null }, 0)).toEqual({ verb: 'resume' });
  });

  test.each([
    ['nothing', {}, 'nothing'],
    ['what is false', { close: false }, 'nothing'],
    ['two things', { resume: true, pause: { waitingFor: 'CUSTOMER' } }, 'pause, resume'],
  ] as const)('that says %s is refused', (_, input, got) => {
    expect(() => readStep(input, 2)).toThrow(
      `Argument "input.steps.2" must say one thing to do, but says: ${got}.`,
    );
  });
});

describe('the steps of a macro', () => {
  const reply = (text: string): MacroStep => ({ verb: 'reply', text, public: true });

  test('may have placeholders of the case and of whoever runs it', () => {
    expect(stepsFault([reply('{{number}} of {{division}}, {{agent}}. {single}')])).toBeNull();
  });

  test.each<[string, readonly MacroStep[], string]>([
    ['none', [], '"input.steps" must be 1 to 20, but are: 0.'],
    ['too many', Array.from({ length: 21 }, () => reply('x')), 'but are: 21.'],
    ['no text', [reply(' ')], '"input.steps.0.reply.text" must not be empty'],
    ['a misspelt placeholder', [reply('{{numer}}')], 'but has: "numer".'],
    ['one in a resolution', [{ verb: 'resolve', resolution: '{{}}' }], 'but has: "".'],
    ['an agent of no name', [{ verb: 'assign', agent: '' }], 'assign.agent" must not be empty'],
    [
      'a reason that cannot be kept',
      [reply('x'), { verb: 'reopen', reason: '\u0000' }],
      '"input.steps.1.reopen.reason" must be well-formed',
    ],
  ])('that are %s are refused', (_, steps, fault) => {
    expect(stepsFault(steps)).toContain(fault);
  });
});
