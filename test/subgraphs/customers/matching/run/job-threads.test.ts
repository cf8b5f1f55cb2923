import { afterEach, describe, expect, test } from '@jest/globals';
import { JobThreads } from '../../../../../subgraphs/customers/matching/run/job-threads.ts';

const rule = (name: string, keys: readonly number[]) => ({ name, keys: [Int32Array.from(keys)] });
const limits = { records: 4, mostInBlock: 10 };
const rules = [rule('one', [1, 1, 2, 2]), rule('other', [3, 4, 3, 4]), rule('none', [0, 0, 0, 0])];

describe('threads that share a job', () => {
  let threads = new JobThreads(1);
  afterEach(() => threads.close());

  test('answer share by share what one thread answers alone', async () => {
    const [alone = []] = await threads.run('makeBlocks', { rules, limits });
    threads = new JobThreads(3);
    const shares = await threads.run('makeBlocks', { rules, limits });
    expect(shares.flat()).toEqual(alone);
    expect(shares.map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  test('tell why one of them failed, then and when they are asked again', async () => {
    threads = new JobThreads(2);
    // Without limits a thread cannot do it; this thread's own share goes well.
    const broken = { rules: [...rules, ...rules], limits: null as never };
    await expect(threads.run('makeBlocks', broken, () => [])).rejects.toThrow('null');
    await expect(threads.run('makeBlocks', { rules, limits }, () => [])).rejects.toThrow('null');
  });

  test('are left in peace when the own share fails', async () => {
    threads = new JobThreads(2);
    const fails = () => {
      throw new Error('not today');
    };
    await expect(threads.run('makeBlocks', { rules, limits }, fails)).rejects.toThrow('not today');
    await threads.close();
  });
});
