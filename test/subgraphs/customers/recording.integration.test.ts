import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { named, startCustomers, type Customers } from './customers-room.ts';

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

    const submit: Customers['submit'] = (...args) => customers.submit(...args);
    const customer: Customers['customer'] = (...args) => customers.customer(...args);
    const idOf: Customers['idOf'] = (...args) => customers.idOf(...args);
    const eventsOf: Customers['eventsOf'] = (...args) => customers.eventsOf(...args);

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

    test('a division that acts for itself may not send for another', async () => {
      const query =
        'mutation { submitCustomerRecords(division: "lending", records: []) { accepted } }';
      const { errors } = await customers.room.ask(query, {}, { division: 'banking' });
      expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
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
  });
}
