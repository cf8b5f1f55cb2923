import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { named, ssn, startCustomers, verifiedEmail, type Customers } from './customers-room.ts';

const BORN = { birthDate: '1990-12-13' };
let number = 900_000_000;
/** An identifier that no other test has. */
const freshSsn = () => ssn(String((number += 11)));

for (const backend of testDatabases) {
  describe(`recording on ${backend.name}`, () => {
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

    const { submit, customer, idOf, events } = {
      submit: (...args: Parameters<Customers['submit']>) => customers.submit(...args),
      customer: (...args: Parameters<Customers['customer']>) => customers.customer(...args),
      idOf: (...args: Parameters<Customers['idOf']>) => customers.idOf(...args),
      events: () => customers.events(),
    };

    /** Events that name one of these customers, shortened. */
    async function eventsOf(...ids: readonly (string | null)[]): Promise<readonly string[]> {
      return (await events())
        .filter(({ payload }) => ids.includes(String(payload['customerId'])))
        .map(({ type, payload }) => `${type} ${String(payload['localId'] ?? payload['mergedId'])}`);
    }

    test('a record is a customer, with its values and where they came from', async () => {
      const [result] = await submit('banking', {
        localId: 'C1',
        ...named('Emma', 'Smith'),
        birthDate: '12/13/1990',
        gender: 'Female',
        country: 'US',
        identifiers: [{ scheme: 'us-ssn', value: '926-93-2157' }],
        emails: [{ address: 'Emma@B.Example', verified: true, preferred: true }],
        phones: [{ number: '(505) 555-0123', use: 'MOBILE' }],
        addresses: [
          {
            streetAddress: '1 High St',
            locality: 'Albuquerque',
            region: 'nm',
            postalCode: '87101',
          },
        ],
        consents: [{ purpose: 'marketing', granted: false }],
        observedAt: '2026-01-02T03:04:05Z',
      });
      expect(result).toMatchObject({ outcome: 'ACCEPTED', faults: [] });
      const found = await customer(
        String(result?.customerId),
        `id status valueTier partyType birthDate gender preferredLanguage
        name { full given family } identifiers { scheme value }
        emails { address preferred verifiedAt } phones { number use preferred }
        addresses { streetAddress locality region postalCode country } consents { purpose granted at }
        sourceRef { division localId }
        sourceRecords { division localId matchProbability linkedBy }
        provenance { field division localId observedAt rule }`,
      );
      expect(found).toEqual({
        id: result?.customerId,
        status: 'ACTIVE',
        valueTier: 'STANDARD',
        partyType: null,
        birthDate: '1990-12-13',
        gender: 'FEMALE',
        preferredLanguage: null,
        name: { full: 'Emma Smith', given: 'Emma', family: 'Smith' },
        identifiers: [{ scheme: 'US-SSN', value: '926932157' }],
        emails: [
          { address: 'Emma@b.example', preferred: true, verifiedAt: '2026-01-02T03:04:05.000Z' },
        ],
        phones: [{ number: '+15055550123', use: 'MOBILE', preferred: false }],
        addresses: [
          {
            streetAddress: '1 High St',
            locality: 'Albuquerque',
            region: 'US-NM',
            postalCode: '87101',
            country: 'US',
          },
        ],
        consents: [{ purpose: 'marketing', granted: false, at: '2026-01-02T03:04:05.000Z' }],
        sourceRef: { division: 'banking', localId: 'C1' },
        sourceRecords: [
          { division: 'banking', localId: 'C1', matchProbability: 1, linkedBy: 'founder' },
        ],
        provenance: [
          'name',
          'birthDate',
          'gender',
          'identifiers',
          'emails',
          'phones',
          'addresses',
          'consents',
        ].map((field) => ({
          field,
          division: 'banking',
          localId: 'C1',
          observedAt: '2026-01-02T03:04:05.000Z',
          rule: 'only-source',
        })),
      });
      expect(result?.customerId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
      expect(await eventsOf(String(result?.customerId))).toEqual(['customer.linked C1']);
    });

    test('the same or an earlier version changes nothing, a later one everything', async () => {
      const send = async (version: string, given: string) =>
        (await submit('banking', { localId: 'V', version, ...named(given, 'Lee') }))[0];
      const first = await send('2', 'Ann');
      expect(await send('2', 'Bob')).toEqual({ ...first, outcome: 'UNCHANGED' });
      expect(await send('1.9', 'Bob')).toEqual({ ...first, outcome: 'UNCHANGED' });
      expect((await customer(String(first?.customerId), 'name { given }'))?.['name'].given).toBe(
        'Ann',
      );
      expect(await send('10', 'Cid')).toEqual({ ...first, outcome: 'ACCEPTED' });
      expect((await customer(String(first?.customerId), 'name { given }'))?.['name'].given).toBe(
        'Cid',
      );
      expect(await eventsOf(String(first?.customerId))).toEqual(['customer.linked V']);
    });

    test('rows are accepted and rejected one by one, in the order given', async () => {
      const results = await submit(
        'banking',
        { localId: 'R1', ...named('Ann', 'Lee') },
        { localId: ' ', ...named('Ann', 'Lee') },
        { localId: 'R2', version: '-1' },
        { localId: 'R3', version: '1' },
        { localId: 'R3', version: '3', birthDate: '1/2/1990' },
        { localId: 'R3', version: '2' },
      );
      expect(results.map(({ localId, outcome }) => `${localId} ${outcome}`)).toEqual([
        'R1 ACCEPTED',
        '  REJECTED',
        'R2 REJECTED',
        'R3 UNCHANGED',
        'R3 ACCEPTED',
        'R3 UNCHANGED',
      ]);
      expect(results.map(({ faults }) => faults.map(({ field }) => field))).toEqual([
        [],
        ['localId'],
        ['version'],
        [],
        ['birthDate'],
        [],
      ]);
      expect(results[4]?.faults[0]?.message).toBe(
        'birthDate is ambiguous: 1990-02-01 or 1990-01-02',
      );
      // All rows of one record name its one customer.
      expect(new Set(results.slice(3).map(({ customerId }) => customerId)).size).toBe(1);
    });

    test('hostile values are kept without harm', async () => {
      const [result] = await submit('banking', {
        localId: `'); drop table "customers"."customer"; --`,
        ...named('Robert\u0000', `\ud800'; --\u202E`),
        emails: [{ address: `${'a'.repeat(5000)}@b.example` }],
        phones: Array.from({ length: 100 }, () => ({ number: '0'.repeat(300) })),
        identifiers: [{ scheme: 'US-SSN', value: '\u0000' }],
      });
      expect(result?.outcome).toBe('ACCEPTED');
      const found = await customer(
        String(result?.customerId),
        'name { full } emails { address } phones { number }',
      );
      expect(found).toEqual({ name: { full: 'Robert' }, emails: [], phones: [] });
    });

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
          { localId: 'D2', matchProbability: 0.999, linkedBy: 'same-national-identifier' },
          { localId: 'D3', matchProbability: 0.999, linkedBy: 'same-national-identifier' },
        ],
      });
    });

    test('namesakes born on one day are two customers without an identifier', async () => {
      const same = { ...named('John', 'Miller'), ...BORN, phones: [{ number: '+15055550177' }] };
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
        'customer.linked M2',
        'customer.linked M3',
      ]);

      // And again: what was the target of a redirect is merged itself.
      const ancestorId = freshSsn();
      await submit('banking', { localId: 'M0', ...ancestorId, ...BORN });
      const [second] = await submit('banking', {
        localId: 'M4',
        identifiers: [...ancestorId.identifiers, { ...id.identifiers[0], verified: false }],
        ...BORN,
      });
      const survivor = String(second?.customerId);
      for (const each of [oldest, merged]) {
        const now = (await customer(each, 'id'))?.['id'];
        expect(now).toBe((await customer(survivor, 'id'))?.['id']);
      }
    });

    test('a record that changes its identifier leaves, and its customer stays with the others', async () => {
      const id = freshSsn();
      const [stays] = await submit('banking', { localId: 'S1', ...id, ...BORN });
      const [leaves] = await submit('lending', { localId: 'S2', ...id, ...BORN });
      expect(leaves?.customerId).toBe(stays?.customerId);
      const [left] = await submit('lending', {
        localId: 'S2',
        version: '2',
        ...freshSsn(),
        ...BORN,
      });
      expect(left?.customerId).not.toBe(stays?.customerId);
      expect(
        await customer(String(stays?.customerId), 'valueTier sourceRecords { localId }'),
      ).toEqual({
        valueTier: 'STANDARD',
        sourceRecords: [{ localId: 'S1' }],
      });
      expect(await eventsOf(String(left?.customerId))).toEqual(['customer.linked S2']);
      expect(await idOf('lending', 'S2')).toBe(left?.customerId);

      const [back] = await submit('lending', { localId: 'S2', version: '3', ...id, ...BORN });
      expect(back?.customerId).toBe(stays?.customerId);
      expect((await customer(String(left?.customerId), 'id'))?.['id']).toBe(stays?.customerId);
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

    test('a division that acts for itself may not send for another', async () => {
      const query =
        'mutation { submitCustomerRecords(division: "lending", records: []) { accepted } }';
      const { errors } = await customers.room.ask(query, {}, { division: 'banking' });
      expect(errors?.[0]?.extensions['code']).toBe('FIELD_FORBIDDEN');
      const own = await customers.room.ask(query, {}, { division: 'lending' });
      expect(own.data['submitCustomerRecords']).toEqual({ accepted: 0 });
    });

    test('too many records at once are refused as a whole', async () => {
      const records = Array.from({ length: 5001 }, (_, index) => ({ localId: `T${index}` }));
      await expect(submit('banking', ...records)).rejects.toThrow(
        'must hold at most 5000 records, but got: 5001',
      );
      expect(await idOf('banking', 'T0')).toBeNull();
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
