import { describe, expect, test } from '@jest/globals';
import type { KitTables } from '../../../subgraphs/kit/kit-migration.ts';
import { appendEvents } from '../../../subgraphs/kit/outbox.ts';
import { openRoomDatabase } from '../../../subgraphs/kit/room-database.ts';
import { testDatabases } from '../../support/test-databases.ts';

describe.each(testDatabases)('texts in events on $name', ({ open }) => {
  test('lose only the characters that no database can hold', async () => {
    const pool = await open();
    const database = await openRoomDatabase<KitTables>(pool, 'outbox_texts', []);
    const record = { given: 'A\0B', family: '\ud800Zoë 😀', 'note\0': ['\udc00', '\\u0000'] };
    const payload = { division: 'notes', localId: 'n1', record };
    await database
      .transaction()
      .execute((transaction) =>
        appendEvents(transaction, [
          { type: 'customer.recorded', occurredAt: '2026-01-01T00:00:00Z', payload },
        ]),
      );
    const rows = await database.selectFrom('outbox').select('payload').execute();
    expect(rows).toEqual([
      {
        payload: {
          division: 'notes',
          localId: 'n1',
          record: {
            given: 'A\ufffdB',
            family: '\ufffdZoë 😀',
            'note\ufffd': ['\ufffd', '\\u0000'],
          },
        },
      },
    ]);
    await pool.close();
  });
});
