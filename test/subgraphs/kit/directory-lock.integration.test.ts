import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDirectory, type DirectoryLock } from '../../../subgraphs/kit/directory-lock.ts';
import { startChildProgram, type ChildProgram } from '../../support/child-program.ts';

const HOLDER = new URL('./lock-holder.ts', import.meta.url);

describe('the lock of a directory', () => {
  let directory: string;
  let locks: DirectoryLock[];
  let children: ChildProgram[];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'switchboard-lock-'));
    locks = [];
    children = [];
  });

  afterEach(async () => {
    await Promise.all(children.map((child) => child.kill('SIGKILL')));
    await Promise.all(locks.map((lock) => lock.release()));
    await rm(directory, { recursive: true, force: true });
  });

  const take = async (where = directory) => {
    const lock = await lockDirectory(where);
    locks.push(lock);
    return lock;
  };

  test('makes a directory that only its owner can enter', async () => {
    await take(join(directory, 'data'));
    expect((await stat(join(directory, 'data'))).mode & 0o777).toBe(0o700);
  });

  const startHolder = async (where = directory) => {
    const child = await startChildProgram(HOLDER, [where]);
    children.push(child);
    return child;
  };

  /** What a holder that was killed leaves behind. */
  const leaveStaleSocket = async (where = directory) => {
    const holder = await startHolder(where);
    expect(await holder.line()).toBe('held');
    await holder.kill('SIGKILL');
  };

  test('refuses a second process with the directory and the process id of the first', async () => {
    const holder = await startHolder();
    expect(await holder.line()).toBe('held');
    await expect(take()).rejects.toThrow(
      `The data directory ${directory} is in use by process ${holder.pid}. ` +
        'Stop that process, or set DATA_DIR to another directory.',
    );
  });

  test('refuses a second taker in the same process', async () => {
    await take();
    await expect(take()).rejects.toThrow(`is in use by process ${process.pid}`);
  });

  test('makes the directory where there is none', async () => {
    const deep = join(directory, 'not', 'there', 'yet');
    await take(deep);
    expect(existsSync(deep)).toBe(true);
  });

  test('is free again when it was released, and leaves no file', async () => {
    const holder = await startHolder();
    expect(await holder.line()).toBe('held');
    await holder.kill('SIGTERM');
    const lock = await take();
    await lock.release();
    expect(await readdir(directory)).toEqual([]);
  });

  test('is free again when its holder was killed with -9', async () => {
    await leaveStaleSocket();
    expect(await readdir(directory)).toHaveLength(1);
    await take();
    expect(await readdir(directory)).toHaveLength(1);
    expect(await (await startHolder()).line()).toContain(`refused`);
  });

  test('of many who take it at once exactly one gets it', async () => {
    for (let round = 0; round < 20; round++) {
      const results = await Promise.allSettled(Array.from({ length: 5 }, () => take()));
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
      await Promise.all(locks.splice(0).map((lock) => lock.release()));
    }
  });

  test('of many who find a dead holder at once exactly one gets it', async () => {
    await leaveStaleSocket();
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => take()));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    await expect(take()).rejects.toThrow('is in use by process');
  });

  test('of several processes that find a dead holder at once exactly one gets it', async () => {
    await leaveStaleSocket();
    const lines = await Promise.all(
      Array.from({ length: 4 }, async () => (await startHolder()).line()),
    );
    expect(lines.filter((line) => line === 'held')).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('refused'))).toHaveLength(3);
  });

  test('survives who asks and does not wait for the answer', async () => {
    await take();
    const [name = ''] = await readdir(directory);
    for (let round = 0; round < 20; round++) connect(join(directory, name)).destroy();
    await expect(take()).rejects.toThrow(`is in use by process ${process.pid}`);
  });

  test('a holder that is stopped and cannot answer still holds', async () => {
    const holder = await startHolder();
    expect(await holder.line()).toBe('held');
    process.kill(holder.pid, 'SIGSTOP');
    await expect(take()).rejects.toThrow(/is in use by process (unknown|\d+)/);
    process.kill(holder.pid, 'SIGCONT');
  });

  describe('of a directory whose path is too long for a socket', () => {
    let long: string;

    beforeEach(async () => {
      long = join(directory, 'd'.repeat(120));
      await mkdir(long);
    });

    test('refuses a second taker, and not one of another directory', async () => {
      const other = join(directory, 'e'.repeat(120));
      await take(long);
      await take(other);
      await expect(take(long)).rejects.toThrow('is in use by process');
    });

    test('is free again when its holder was killed with -9', async () => {
      await leaveStaleSocket(long);
      await take(long);
      await expect(take(long)).rejects.toThrow('is in use by process');
    });
  });

  test('is the same by whatever path the directory is named', async () => {
    await take();
    await expect(take(join(directory, '..', directory.split('/').at(-1) ?? ''))).rejects.toThrow(
      'is in use by process',
    );
  });
});
