import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type DatabasePool } from '../../../subgraphs/kit/database.ts';
import { isChosen } from '../../support/chosen-databases.ts';
import { openEmbeddedDatabase } from '../../support/embedded-database.ts';
import { startChildProgram, type ChildProgram } from '../../support/child-program.ts';

const WRITER = new URL('./database-writer.ts', import.meta.url);
const READER = new URL('./database-reader.ts', import.meta.url);

(isChosen('pglite') ? describe : describe.skip)('an embedded database on disk', () => {
  let home: string;
  let directory: string;
  let open: DatabasePool[];
  let children: ChildProgram[];
  let made: string;

  beforeAll(async () => {
    // Making a database takes seconds, so most tests begin with a copy.
    made = await mkdtemp(join(tmpdir(), 'switchboard-database-'));
    // What a start leaves behind that is killed while it makes one.
    await writeFile(join(made, 'database.new'), '');
    await mkdir(join(made, 'database', 'base'), { recursive: true });
    await writeFile(join(made, 'database', 'PG_VERSION'), 'half a');
    const first = await openDatabase({ kind: 'embedded', directory: join(made, 'database') });
    await first.close();
  });

  afterAll(() => rm(made, { recursive: true, force: true }));

  const copyMade = async () => {
    await mkdir(join(home, 'embedded'));
    await cp(join(made, 'database'), directory, { recursive: true });
  };

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'switchboard-database-'));
    directory = join(home, 'embedded', 'database');
    open = [];
    children = [];
  });

  afterEach(async () => {
    await Promise.all(children.map((child) => child.kill('SIGKILL')));
    for (const database of open) await database.close();
    await rm(home, { recursive: true, force: true });
  });

  const openHere = async () => {
    const database = await openDatabase({ kind: 'embedded', directory });
    open.push(database);
    return database;
  };

  const closeHere = async () => {
    await open.pop()?.close();
  };

  const ask = async (database: DatabasePool, statement: string): Promise<readonly any[]> => {
    const client = await database.pool.connect();
    try {
      return (await client.query(statement)).rows;
    } finally {
      client.release();
    }
  };

  const startWriter = async () => {
    const writer = await startChildProgram(WRITER, [directory]);
    children.push(writer);
    return writer;
  };

  test('keeps its rows when it is closed and opened again, dates as dates', async () => {
    await copyMade();
    const first = await openHere();
    await ask(first, 'create table note (id int, day date, number numeric)');
    await ask(first, "insert into note values (1, '2026-01-31', 1.50)");
    await closeHere();
    const second = await openHere();
    expect(await ask(second, 'select * from note')).toEqual([
      { id: 1, day: '2026-01-31', number: '1.50' },
    ]);
    expect(await readdir(join(home, 'embedded'))).toContain('database');
  });

  test('replaces what a start left half made when it was killed', async () => {
    expect(await readdir(made)).toEqual(['database']);
    await copyMade();
    expect(await ask(await openHere(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('refuses a second process, and keeps every row that was acknowledged before kill -9', async () => {
    await copyMade();
    let acknowledged = 0;
    for (let round = 0; round < 2; round++) {
      const writer = await startWriter();
      for (let line = 0; line < 20; line++) acknowledged = Number(await writer.line());
      if (round === 0) {
        await expect(openHere()).rejects.toThrow(
          `The data directory ${join(home, 'embedded')} is in use by process ${writer.pid}.`,
        );
      }
      await writer.kill('SIGKILL');
    }
    const rows = await ask(await openHere(), 'select number from written order by number');
    expect(rows.length).toBeGreaterThanOrEqual(acknowledged);
    expect(rows.map((row) => row.number)).toEqual(rows.map((_row, index) => index + 1));
  });

  test('keeps a process alive until it is closed, and no longer', async () => {
    await copyMade();
    const reader = await startChildProgram(READER, [directory]);
    children.push(reader);
    expect(await reader.line()).toBe('one 1');
    expect(await reader.line()).toBe('closed');
    await expect(reader.line()).rejects.toThrow('ended without a line');
  });

  test('lets others have their turn while statements follow each other', async () => {
    const database = await openEmbeddedDatabase();
    open.push(database);
    const turns: number[] = [];
    let answered = 0;
    const look = setInterval(() => turns.push(answered), 1);
    for (; answered < 50; answered++) {
      await ask(database, 'select count(*) from generate_series(1, 50000)');
    }
    clearInterval(look);
    expect(new Set(turns).size).toBeGreaterThan(2);
  });

  test('that cannot be opened leaves its directory free', async () => {
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'PG_VERSION'), 'of another kind');
    await expect(openHere()).rejects.toThrow();
    await rm(join(home, 'embedded'), { recursive: true });
    await copyMade();
    expect(await ask(await openHere(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('a database server', () => {
  test('that is not there is an error at once', async () => {
    const url = 'postgres://nobody@127.0.0.1:1/nothing';
    await expect(openDatabase({ kind: 'postgres', url })).rejects.toThrow('ECONNREFUSED');
  });
});
