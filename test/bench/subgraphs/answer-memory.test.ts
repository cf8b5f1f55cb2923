import { expect, test } from '@jest/globals';
import { AnswerMemory } from '../../../bench/subgraphs/answer-memory.ts';

test('the memory of answers forgets the oldest when it is full', () => {
  const memory = new AnswerMemory(20);
  memory.put('one', Buffer.from('1234567'));
  memory.put('two', Buffer.from('2345678'));
  expect(memory.get('one')?.toString()).toBe('1234567');
  memory.put('three', Buffer.from('3'));
  expect(memory.get('one')).toBeUndefined();
  expect(memory.get('two')?.toString()).toBe('2345678');
  expect(memory.get('three')?.toString()).toBe('3');
});

test('the memory of answers keeps the first answer to a question', () => {
  const memory = new AnswerMemory(100);
  memory.put('one', Buffer.from('1'));
  memory.put('one', Buffer.from('2'));
  expect(memory.get('one')?.toString()).toBe('1');
});
