import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DatabasePool } from '../../../../subgraphs/kit/database.ts';
import { testDatabases } from '../../../support/test-databases.ts';
import {
  file,
  HOLDERS,
  holders,
  insuranceEvents,
  openTestInbox,
  wipeInsurance,
} from '../drop-support.ts';
import type { TestInbox } from '../drop-support.ts';

for (const backend of testDatabases) {
  describe(`the format of file drops on ${backend.name}`, () => {
    let pool: DatabasePool;
    let inbox: TestInbox;
    let now = new Date();

    beforeAll(async () => {
      pool = await backend.open();
    });
    afterAll(() => pool.close());
    beforeEach(async () => {
      now = new Date();
      inbox = await openTestInbox(pool, () => now);
      await wipeInsurance(inbox.database);
    });
    afterEach(() => inbox.remove());

    const count = async (table: 'holder' | 'policy' | 'claim' | 'file_drop') =>
      (await inbox.database.selectFrom(table).selectAll().execute()).length;

    describe('bytes', () => {
      test.each([
        ['a byte-order mark', (text: string) => `\uFEFF${text}`],
        ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
        ['no line break at the end', (text: string) => text.slice(0, -1)],
        ['empty lines', (text: string) => text.replaceAll('\n', '\n\n')],
        [
          'quotes everywhere',
          (text: string) =>
            text.replace(/^([^#].*)$/gm, (line) => `"${line.split(',').join('","')}"`),
        ],
      ])('%s reads like without', async (_, change) => {
        await inbox.write('holders-2026-01-31.csv', change(holders('H1', 'Ünïcode 🏦')));
        expect(await inbox.look()).toEqual(['holders-2026-01-31.csv APPLIED 2/2']);
        const rows = await inbox.database
          .selectFrom('holder')
          .selectAll()
          .orderBy('local_id')
          .execute();
        expect(rows.map((row) => [row.local_id, row.given_name, row.country])).toEqual([
          ['H1', 'Ada', 'DE'],
          ['Ünïcode 🏦', 'Ada', 'DE'],
        ]);
      });

      test('a column may be missing or stand elsewhere', async () => {
        await inbox.write('holders-2026-01-31.csv', file('family_name,holder_id', ['Example,H1']));
        expect(await inbox.look()).toEqual(['holders-2026-01-31.csv APPLIED 1/1']);
      });

      test.each<[string, string | Buffer, string]>([
        [
          'an unknown column',
          file('holder_id,shoe_size', ['H1,43']),
          'column "shoe_size" is unknown',
        ],
        [
          'a column twice',
          file('holder_id,country,country', ['H1,DE,DE']),
          'column "country" stands twice',
        ],
        ['a needed column missing', file('given_name', ['Ada']), 'column "holder_id" is missing'],
        ['no header', '#rows,0\n', 'column "#rows" is unknown'],
        [
          'a count that is too high',
          `${HOLDERS}\n#rows,1\n`,
          'Last line says 1 rows, but the file has 0.',
        ],
        [
          'rows after the last line',
          `${HOLDERS}\n#rows,0\nH1,,,,,,\n#rows,1\n`,
          'Line 3 comes after the line "#rows,..."',
        ],
        [
          'a quote never closed',
          file('holder_id', ['"H1']),
          'Row from line 2 is not CSV: a quoted field is never closed.',
        ],
        ['a quote in the middle', file('holder_id', ['H1', 'H"2"']), 'Row from line 3 is not CSV'],
        [
          'a giant field',
          file('holder_id', ['H1', `"${'x'.repeat(3_000_000)}"`]),
          'Row from line 3 is not CSV: a row is longer than 1048576 bytes',
        ],
        ['NUL', file('holder_id', ['H\u00001']), 'Byte 11 is NUL: not a text file.'],
        [
          'no UTF-8',
          Buffer.concat([
            Buffer.from('holder_id\nM\xfcller\n', 'latin1'),
            Buffer.from('#rows,1\n'),
          ]),
          'File must be UTF-8',
        ],
        [
          'UTF-8 cut off',
          Buffer.concat([
            Buffer.from('holder_id\n'),
            Buffer.from([0xe2, 0x82]),
            Buffer.from('\n#rows,1\n'),
          ]),
          'File must be UTF-8',
        ],
      ])('%s refuses the whole file with the reason', async (_, text, reason) => {
        await inbox.write('holders-2026-01-31.csv', text);
        const [drop] = await inbox.lookWhole();
        expect(drop).toMatchObject({ status: 'REFUSED', kind: 'HOLDERS', rows: 0, accepted: 0 });
        expect(drop?.reason).toContain(reason);
        expect(await count('holder')).toBe(0);
        expect(await insuranceEvents(inbox.database)).toEqual([]);
        expect(await inbox.files()).toEqual([
          'refused/holders-2026-01-31.csv',
          'refused/holders-2026-01-31.csv.reason.txt',
        ]);
      });

      test('a long field rejects its row only', async () => {
        await inbox.write(
          'holders-2026-01-31.csv',
          file('holder_id,given_name', [`H1,${'x'.repeat(501)}`, 'H2,Ada']),
        );
        expect(await inbox.look()).toEqual(['holders-2026-01-31.csv APPLIED 1/2']);
      });

      test('a fault at the end takes back what the beginning wrote', async () => {
        const many = Array.from({ length: 1_700 }, (_, index) => `H${index}`);
        await inbox.write('holders-2026-01-31.csv', file('holder_id', [...many, 'x,y', 'H"']));
        expect((await inbox.look())[0]).toContain('REFUSED');
        expect(await count('holder')).toBe(0);
        expect((await inbox.files()).filter((path) => path.startsWith('rejects'))).toEqual([]);
        await inbox.write('holders-2026-01-31.csv', file('holder_id', many));
        expect(await inbox.look()).toEqual(['holders-2026-01-31.csv APPLIED 1700/1700']);
      });
    });
  });
}
