import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { customerMigrations } from '../../../subgraphs/customers/migrations.ts';
import type { AnyDomainEvent } from '../../../schema/events.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { named, startCustomers, type Customers } from './customers-room.ts';

const SEARCH = `query ($text: String!, $first: Int, $after: String, $last: Int, $before: String) {
  searchCustomers(text: $text, first: $first, after: $after, last: $last, before: $before) {
    nodes { name { full } } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

const PEOPLE = [
  { localId: 'C00000001', ...named('Anna', 'Leeds'), emails: [{ address: 'al@b.example' }] },
  {
    localId: 'C00000002',
    ...named('Anna', 'Lee'),
    country: 'US',
    phones: [{ number: '505-555-0123' }],
  },
  { localId: 'C00000003', ...named('Björn', 'Lee-Ångström') },
  { localId: 'C00000004', ...named('Anne', "O'Hara") },
  { localId: 'L-77', name: { full: 'Lee Holding' } },
];

for (const backend of testDatabases) {
  describe(`reading on ${backend.name}`, () => {
    let database: DatabasePool;
    let customers: Customers;

    beforeAll(async () => {
      database = await backend.open();
      customers = await startCustomers(database);
      await customers.submit('banking', ...PEOPLE);
    });

    afterAll(async () => {
      await customers.room.stop();
      await database.close();
    });

    async function search(text: string, page: object = { first: 10 }) {
      const { data, errors } = await customers.room.ask(SEARCH, { text, ...page });
      if (errors !== undefined) throw new Error(errors[0]?.message);
      const found = data['searchCustomers'];
      return { ...found, names: found.nodes.map((node: any) => node.name.full) };
    }

    test.each([
      ['anna', ['Anna Lee', 'Anna Leeds']],
      ['ann lee', ['Anna Lee', 'Anna Leeds']],
      ['LEE', ['Anna Lee', 'Björn Lee-Ångström', 'Lee Holding', 'Anna Leeds']],
      ['bjorn angs', ['Björn Lee-Ångström']],
      ['O’Hara', ["Anne O'Hara"]],
      ['ohara anne', ["Anne O'Hara"]],
      ['AL@b.example', ['Anna Leeds']],
      ['+1 (505) 555-0123', ['Anna Lee']],
      ['5055550', ['Anna Lee']],
      ['c00000003', ['Björn Lee-Ångström']],
      ['l-77', ['Lee Holding']],
      ['anna zzz', []],
      ['%', []],
      ['_nna', []],
      ['', []],
      ["' or 1=1 --", []],
      ['\u0000', []],
    ])('%j finds %j', async (text, names) => {
      const found = await search(text);
      expect(found.names).toEqual(
        text === 'LEE' ? ['Anna Lee', 'Björn Lee-Ångström', 'Lee Holding', 'Anna Leeds'] : names,
      );
      expect(found.totalCount).toBe(names.length);
    });

    test('a customer leaves the room masked for who may see no more', async () => {
      const query = `{ customerBySource(division: "banking", localId: "C00000002") {
        name { full given } phones { number } addresses { streetAddress } birthDate } }`;
      const scopes = ['customer:read', 'masked:name', 'masked:contact', 'masked:birthdate'];
      const { data } = await customers.room.ask(query, {}, { scopes });
      expect(data['customerBySource']).toEqual({
        name: { full: 'A. L.', given: 'A.' },
        phones: [{ number: '+999000000023' }],
        addresses: [],
        birthDate: null,
      });
    });

    test('pages forward and backward see everybody once, in one order', async () => {
      const first = await search('lee', { first: 2 });
      expect(first.names).toEqual(['Anna Lee', 'Björn Lee-Ångström']);
      expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
      const second = await search('lee', { first: 2, after: first.pageInfo.endCursor });
      expect(second.names).toEqual(['Lee Holding', 'Anna Leeds']);
      expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
      const back = await search('lee', { last: 2, before: second.pageInfo.startCursor });
      expect(back.names).toEqual(first.names);
      expect((await search('lee', { last: 1 })).names).toEqual(['Anna Leeds']);
    });

    test('a cursor tells nobody a name, and one that is not ours is refused', async () => {
      const { pageInfo } = await search('lee', { first: 1 });
      expect(Buffer.from(pageInfo.endCursor, 'base64url').toString()).not.toMatch(/lee/i);
      for (const key of [['x'], ['a', 'b'], [], [uuidv7(), 'x']]) {
        const after = Buffer.from(JSON.stringify(key)).toString('base64url');
        await expect(search('lee', { first: 1, after })).rejects.toThrow('A cursor must be one');
      }
      await expect(search('lee', { first: 101 })).rejects.toThrow(
        'Argument "first" must be 1 to 100',
      );
    });

    test('a customer is found by any of its keys, and an unknown one is null', async () => {
      const id = await customers.idOf('banking', 'C00000001');
      const unknown = uuidv7();
      const { data, errors } = await customers.room.asEntities(
        'Customer',
        [
          { id },
          { sourceRef: { division: 'banking', localId: 'C00000002' } },
          { id: unknown },
          { id: "x'; --" },
          { sourceRef: { division: 'lending', localId: 'C00000002' } },
          { sourceRef: { division: 'banking', localId: 'a\u0000b' } },
        ],
        'id name { full } sourceRef { division localId }',
      );
      expect(errors).toBeUndefined();
      expect(data._entities.map((entity) => entity?.['name'].full ?? null)).toEqual([
        'Anna Leeds',
        'Anna Lee',
        null,
        null,
        null,
        null,
      ]);
      expect(data._entities[1]?.['sourceRef']).toEqual({
        division: 'banking',
        localId: 'C00000002',
      });
      expect(await customers.customer(unknown, 'id')).toBeNull();
    });

    test('any number of customers is one statement a table', async () => {
      const connect = database.pool.connect.bind(database.pool);
      const statements: string[] = [];
      const client = await connect();
      const query = client.query.bind(client);
      client.release();
      const spy = Object.assign(client, {
        query: (...args: unknown[]) => {
          const text = typeof args[0] === 'string' ? args[0] : (args[0] as { text: string }).text;
          if (/golden_values|source_link/.test(text)) statements.push(text);
          return Reflect.apply(query, client, args);
        },
      });
      const references = PEOPLE.map(({ localId }) => ({
        sourceRef: { division: 'banking', localId },
      }));
      await customers.room.asEntities(
        'Customer',
        references,
        'id name { full } sourceRecords { localId }',
      );
      Object.assign(spy, { query });
      // The crosswalk by local id, the customers, the crosswalk by customer.
      expect(statements.length).toBeLessThanOrEqual(3);
    });

    test('faults are listed by record, for a division its own', async () => {
      await customers.submit('lending', { localId: 'F1', gender: 'x', birthDate: '1/2/1990' });
      await customers.submit('insurance', { localId: 'F2', country: 'Atlantis' });
      const query = `query ($division: ID, $first: Int, $after: String) {
        standardizationFaults(division: $division, first: $first, after: $after) {
          nodes { division localId field rawValue reason } totalCount pageInfo { hasNextPage endCursor }
        }
      }`;
      const all = (await customers.room.ask(query, {})).data['standardizationFaults'];
      expect(all.totalCount).toBe(3);
      expect(all.nodes[0]).toEqual({
        division: 'insurance',
        localId: 'F2',
        field: 'country',
        rawValue: 'Atlantis',
        reason: 'must be an ISO 3166-1 alpha-2 code such as US',
      });
      const page = (await customers.room.ask(query, { first: 2 })).data['standardizationFaults'];
      const rest = (await customers.room.ask(query, { first: 2, after: page.pageInfo.endCursor }))
        .data;
      expect([...page.nodes, ...rest['standardizationFaults'].nodes]).toEqual(all.nodes);
      const own = await customers.room.ask(query, {}, { division: 'lending' });
      expect(own.data['standardizationFaults'].totalCount).toBe(2);
      const other = await customers.room.ask(
        query,
        { division: 'insurance' },
        { division: 'lending' },
      );
      expect(other.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
      // A better version of the record has no faults any more.
      await customers.submit('lending', { localId: 'F1', version: '2', gender: 'f' });
      expect((await customers.room.ask(query, {})).data['standardizationFaults'].totalCount).toBe(
        1,
      );
    });

    test('an event is taken once, and a bad one stops nobody', async () => {
      const recorded = (localId: string, record: Record<string, unknown>): AnyDomainEvent => ({
        id: uuidv7(),
        type: 'customer.recorded',
        room: 'lending',
        occurredAt: '2026-11-22T12:00:00.000Z',
        payload: { division: 'lending', localId, record },
      });
      const good = recorded('E1', { version: '1', ...named('Eve', 'Lee') });
      const bad = recorded('E2', { version: 'never', name: 7 });
      const odd = recorded('E3', { version: 1, name: [], emails: 'x', phones: [null], gender: {} });
      await customers.room.events.publish([good, bad, odd, good]);
      await customers.room.events.publish([good]);
      await until(async () => (await customers.idOf('lending', 'E3')) !== null);
      expect(await customers.idOf('lending', 'E1')).not.toBeNull();
      expect(await customers.idOf('lending', 'E2')).toBeNull();
      const linked = (await customers.events()).filter(
        ({ payload }) => payload['localId'] === 'E1',
      );
      expect(linked.map(({ type }) => type)).toEqual(['customer.linked']);
    });

    test('everything is there after a restart, and the tables are made once', async () => {
      const id = String(await customers.idOf('banking', 'C00000004'));
      await customers.room.stop();
      customers = await startCustomers(database);
      expect((await customers.customer(id, 'name { full }'))?.['name'].full).toBe("Anne O'Hara");
      expect(await customers.submit('banking', ...PEOPLE)).toMatchObject(
        PEOPLE.map(() => ({ outcome: 'UNCHANGED' })),
      );
      expect(customerMigrations.length).toBeGreaterThan(0);
    });
  });
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('The condition never came true.');
}
