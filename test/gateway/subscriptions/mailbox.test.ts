import { describe, expect, test } from '@jest/globals';

import { EventAnswers } from '../../../gateway/subscriptions/event-answers.ts';
import { Mailbox } from '../../../gateway/subscriptions/mailbox.ts';
import type { HeardEvent } from '../../../gateway/subscriptions/mailbox.ts';

const event = (key: string, number = 1): HeardEvent => {
  return { room: 'service', field: 'caseChanged', key, division: null, number };
};

describe('the events that wait for a subscriber', () => {
  test('are taken in their order, each once', async () => {
    const mailbox = new Mailbox(2, () => undefined);
    const first = mailbox.take();
    mailbox.put(event('1'));
    expect(await first).toEqual(event('1'));
    mailbox.put(event('2'));
    mailbox.put(event('3'));
    expect([(await mailbox.take())?.key, (await mailbox.take())?.key]).toEqual(['2', '3']);
  });

  test('are one for one object', async () => {
    const mailbox = new Mailbox(1, () => undefined);
    mailbox.put(event('1', 1));
    expect(mailbox.put(event('1', 2))).toBe('kept');
    expect(await mailbox.take()).toEqual(event('1', 2));
  });

  test('are dropped when there is one too many, which is told once', async () => {
    let ends = 0;
    const mailbox = new Mailbox(2, () => (ends += 1));
    const put = ['1', '2', '3', '4'].map((key) => mailbox.put(event(key)));
    expect([put, ends]).toEqual([['kept', 'kept', 'dropped', 'dropped'], 1]);
    await expect(mailbox.take()).rejects.toMatchObject({
      extensions: { code: 'SUBSCRIPTION_TOO_SLOW' },
    });
    expect(await mailbox.take()).toBeNull();
  });
});

describe('the answers to them', () => {
  test('are made when they are taken and not before', async () => {
    const mailbox = new Mailbox(9, () => undefined);
    const asked: string[] = [];
    const answers = new EventAnswers(
      mailbox,
      ({ key }) => {
        asked.push(key);
        return Promise.resolve({ data: { key } });
      },
      () => undefined,
    );
    mailbox.put(event('1'));
    mailbox.put(event('2'));
    expect(asked).toEqual([]);
    expect(await answers.next()).toEqual({ done: false, value: { data: { key: '1' } } });
    expect(asked).toEqual(['1']);
  });

  test('leave out what the subscriber may not know of', async () => {
    const mailbox = new Mailbox(9, () => undefined);
    const answer = ({ key }: HeardEvent) => Promise.resolve(key === '1' ? null : { data: { key } });
    const answers = new EventAnswers(mailbox, answer, () => undefined);
    mailbox.put(event('1'));
    mailbox.put(event('2'));
    expect(await answers.next()).toEqual({ done: false, value: { data: { key: '2' } } });
  });

  test('are not shown when the subscription ended while they were made', async () => {
    const mailbox = new Mailbox(9, () => undefined);
    const answer = () => {
      mailbox.end(null);
      return Promise.resolve({ data: { secret: 1 } });
    };
    const answers = new EventAnswers(mailbox, answer, () => undefined);
    mailbox.put(event('1'));
    expect(await answers.next()).toEqual({ done: true, value: undefined });
  });

  test('end for a subscriber that goes while it waits', async () => {
    const mailbox = new Mailbox(9, () => undefined);
    const answers = new EventAnswers(
      mailbox,
      () => Promise.resolve(null),
      () => undefined,
    );
    const waiting = answers.next();
    await answers.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  test('end without a word on what failed inside', async () => {
    const faults: unknown[] = [];
    const mailbox = new Mailbox(9, () => undefined);
    const fail = () => Promise.reject(new Error('pg at 10.0.0.4'));
    const answers = new EventAnswers(mailbox, fail, (fault) => faults.push(fault));
    mailbox.put(event('1'));
    await expect(answers.next()).rejects.toMatchObject({
      message: 'The gateway could not answer this request.',
    });
    expect(faults).toEqual([new Error('pg at 10.0.0.4')]);
  });
});
