import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { testDatabases } from '../../support/test-databases.ts';
import {
  named,
  ssn,
  startCustomers,
  verifiedEmail,
  type Customers,
  type SentRecord,
} from './customers-room.ts';

const BORN = { birthDate: '1990-12-13' };
let number = 900_000_000;
/** An identifier that no other test has. */
const freshSsn = () => ssn(String((number += 11)));

for (const backend of testDatabases) {
  describe(`linking on ${backend.name}`, () => {
    let database: DatabasePool;
    let customers: Customers;

    beforeAll(async () => {
      database = await backend.open();
      customers = await startCustomers(database);
    });

    afterAll(async () => {
      await customers.room.stop();
      await database.close();
    });

    const submit: Customers['submit'] = (...args) => customers.submit(...args);
    const customer: Customers['customer'] = (...args) => customers.customer(...args);
    const idOf: Customers['idOf'] = (...args) => customers.idOf(...args);
    const eventsOf: Customers['eventsOf'] = (...args) => customers.eventsOf(...args);

    test('records of three divisions with one identifier and birth date are one key customer', async () => {
      const same = { ...freshSsn(), ...BORN };
      const [bank] = await submit('banking', { localId: 'D1', ...same, status: 'DORMANT' });
      const [loan] = await submit('lending', { localId: 'D2', ...same, status: 'PROSPECT' });
      const [policy] = await submit('insurance', { localId: 'D3', ...same, status: 'CLOSED' });
      expect(new Set([bank, loan, policy].map((it) => it?.customerId)).size).toBe(1);
      const found = await customer(
        String(bank?.customerId),
        'status valueTier sourceRecords { localId matchProbability linkedBy }',
      );
      expect(found).toEqual({
        status: 'DORMANT',
        valueTier: 'KEY',
        sourceRecords: [
          { localId: 'D1', matchProbability: 1, linkedBy: 'founder' },
          { localId: 'D2', matchProbability: 0.999993, linkedBy: 'identifier, birthDate' },
          { localId: 'D3', matchProbability: 0.999993, linkedBy: 'identifier, birthDate' },
        ],
      });
    });

    test('namesakes born on one day are different customers when nothing else agrees', async () => {
      const same = { ...named('John', 'Miller'), ...BORN };
      const results = await submit(
        'banking',
        { localId: 'N1', ...same },
        { localId: 'N2', ...same },
      );
      const [other] = await submit('lending', { localId: 'N1', ...same });
      expect(new Set([...results, other].map((it) => it?.customerId)).size).toBe(3);
    });

    test('a record that connects two customers merges them, for ever', async () => {
      const [id, mail] = [freshSsn(), verifiedEmail('bridge@b.example')];
      const [older] = await submit('banking', { localId: 'M1', ...id, ...BORN });
      const [younger] = await submit('lending', { localId: 'M2', ...mail, ...named('Al', 'Lee') });
      const [oldest, merged] = [String(older?.customerId), String(younger?.customerId)];
      expect(merged).not.toBe(oldest);
      const [bridge] = await submit('insurance', {
        localId: 'M3',
        ...id,
        ...BORN,
        ...mail,
        ...named('Al', 'Lee'),
      });
      expect(bridge?.customerId).toBe(oldest);
      expect(await customer(merged, 'id status sourceRecords { localId }')).toEqual({
        id: oldest,
        status: 'ACTIVE',
        sourceRecords: [{ localId: 'M1' }, { localId: 'M3' }, { localId: 'M2' }],
      });
      expect(await eventsOf(oldest)).toEqual([
        'customer.linked M1',
        `customer.merged ${merged}`,
        'customer.linked M3',
        'customer.linked M2',
      ]);
    });

    test('a customer that others were merged into takes them along when it is merged itself', async () => {
      const [first, second, third] = [freshSsn(), freshSsn(), freshSsn()];
      const claims = (...all: { identifiers: { scheme: string; value: string }[] }[]) => ({
        identifiers: all.flatMap(({ identifiers }) =>
          identifiers.map(({ scheme, value }) => ({ scheme, value })),
        ),
        ...BORN,
      });
      const founders = await submit(
        'banking',
        { localId: 'F1', ...claims(first) },
        { localId: 'F2', ...claims(second) },
        { localId: 'F3', ...claims(third) },
      );
      const ids = founders.map(({ customerId }) => String(customerId));
      await submit('lending', { localId: 'F23', ...claims(second, third) });
      await submit('lending', { localId: 'F12', ...claims(first, second) });
      const now = await Promise.all(ids.map((id) => customer(id, 'id')));
      expect(now.map((found) => found?.['id'])).toEqual([ids[0], ids[0], ids[0]]);
    });

    test('a record that changes its identifier leaves, and its customer stays with the others', async () => {
      const id = freshSsn();
      const send = async (division: string, record: SentRecord) =>
        String((await submit(division, { ...record, ...BORN }))[0]?.customerId);
      const customerId = await send('banking', { localId: 'S1', ...id });
      expect(await send('lending', { localId: 'S2', ...id })).toBe(customerId);

      const left = await send('lending', { localId: 'S2', version: '2', ...freshSsn() });
      expect(left).not.toBe(customerId);
      expect(await customer(customerId, 'valueTier sourceRecords { localId }')).toEqual({
        valueTier: 'STANDARD',
        sourceRecords: [{ localId: 'S1' }],
      });
      expect(await eventsOf(left)).toEqual(['customer.linked S2']);
      expect(await idOf('lending', 'S2')).toBe(left);

      expect(await send('lending', { localId: 'S2', version: '3', ...id })).toBe(customerId);
      expect(await customer(left, 'id')).toEqual({ id: customerId });
    });

    test('a bridge that falls parts those it joined', async () => {
      const [id, mail] = [
        freshSsn(),
        { ...verifiedEmail('fall@b.example'), ...named('Bo', 'Lee') },
      ];
      await submit(
        'banking',
        { localId: 'B1', ...id, ...BORN },
        { localId: 'B2', ...id, ...BORN, ...mail },
      );
      await submit('lending', { localId: 'B3', ...mail });
      const joined = await idOf('banking', 'B1');
      expect([await idOf('banking', 'B2'), await idOf('lending', 'B3')]).toEqual([joined, joined]);
      await submit('banking', { localId: 'B2', version: '2', ...named('Bo', 'Lee') });
      const parted = [
        await idOf('banking', 'B1'),
        await idOf('banking', 'B2'),
        await idOf('lending', 'B3'),
      ];
      expect(new Set(parted).size).toBe(3);
      expect(parted[0]).toBe(joined);
    });

    test('a value that two hundred records share links nobody any more', async () => {
      const shared = { ...verifiedEmail('nobody@b.example'), ...named('No', 'Name') };
      const some = Array.from({ length: 150 }, (_, index) => ({ localId: `P${index}`, ...shared }));
      const first = await submit('banking', ...some);
      expect(new Set(first.map(({ customerId }) => customerId)).size).toBe(1);
      const more = Array.from({ length: 60 }, (_, index) => ({ localId: `Q${index}`, ...shared }));
      const second = await submit('banking', ...more);
      expect(new Set(second.map(({ customerId }) => customerId)).size).toBe(60);
      expect(await idOf('banking', 'P0')).not.toBe(await idOf('banking', 'P1'));
    });

    test('batches that run at once and touch one customer all arrive', async () => {
      const shared = { ...freshSsn(), ...BORN };
      const batches = Array.from({ length: 8 }, (_, batch) =>
        Array.from({ length: 20 }, (_, index) => ({
          localId: `K${(index * 7 + batch) % 20}-${batch % 4}`,
          version: String(batch),
          ...(index % 2 === 0 ? shared : named('Kay', `Number${index}`)),
        })),
      );
      const results = await Promise.all(
        batches.map((records, index) =>
          submit(index % 2 === 0 ? 'banking' : 'lending', ...records),
        ),
      );
      expect(results.flat().every(({ outcome }) => outcome !== 'REJECTED')).toBe(true);
      const counted = await customers.room.database.pool.connect();
      try {
        const { rows } = await counted.query(`
          select count(distinct l.customer_id)::int as customers
          from customers.link_key k join customers.source_link l using (division, local_id)
          where k.local_id like 'K%'`);
        expect(rows[0].customers).toBe(1);
      } finally {
        counted.release();
      }
    });
  });
}
