import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { legalHoldFacts } from './legal-hold-facts.ts';
import { named, ssn, startCustomers, type Customers } from './customers-room.ts';

const SEARCH = `query ($text: String!, $first: Int, $after: String) {
  searchCustomers(text: $text, first: $first, after: $after) {
    nodes { name { full } } totalCount pageInfo { hasNextPage endCursor }
  }
}`;

describe.each(testDatabases)('customers for whom they are for, on $name', ({ open }) => {
  let database: DatabasePool;
  let customers: Customers;

  const loans = { division: 'lending' };
  const ask = async (query: string, variables: object, caller: object) => {
    const { data, errors } = await customers.room.ask(query, variables, caller);
    if (errors !== undefined) throw new Error(errors[0]?.message);
    return data;
  };
  const record = { birthDate: '1970-01-02', ...ssn('926932158') };
  beforeAll(async () => {
    database = await open();
    customers = await startCustomers(database);
    await customers.submit('banking', { localId: 'S1', ...named('Zoe', 'Quill'), ...record });
    await customers.submit('banking', { localId: 'S2', ...named('Zoe', 'Quince') });
    await customers.submit('lending', { localId: 'S3', ...named('Zoe', 'Quill'), ...record });
    await customers.submit('lending', { localId: 'S4', ...named('Zoe', 'Quinn') });
  });

  test('68. a customer of others alone is not found, by whatever they are asked for', async () => {
    const ids = await Promise.all(['S1', 'S2'].map((one) => customers.idOf('banking', one)));
    const query = `query ($id: ID!, $r: [_Any!]!) {
    customer(id: $id) { id } customerBySource(division: "banking", localId: "S2") { id }
    _entities(representations: $r) { ... on Customer { name { full } } } }`;
    const [shared, others] = ids;
    const r = [
      { __typename: 'Customer', id: others },
      { __typename: 'Customer', sourceRef: { division: 'banking', localId: 'S2' } },
      { __typename: 'Customer', id: shared },
    ];
    expect(await ask(query, { id: others, r }, loans)).toEqual({
      customer: null,
      customerBySource: null,
      _entities: [null, null, { name: { full: 'Zoe Quill' } }],
    });
    const mine = await ask(query, { id: others, r }, { division: 'banking' });
    expect(mine['customer']).toEqual({ id: others });
  });

  test('67. a representation says who is meant, and what else it says is not heard', async () => {
    const [own, others] = await Promise.all([
      customers.idOf('lending', 'S4'),
      customers.idOf('banking', 'S2'),
    ]);
    const more = {
      name: { full: 'Eve' },
      identifiers: [{ scheme: 'US-SSN', value: '1' }],
      sourceRecords: [{ division: 'lending', localId: 'S4' }],
      ...{ role: 'admin', scopes: ['division:every'], division: 'lending' },
    };
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) {
      ... on Customer { name { full } identifiers { value } sourceRecords { division } } } }`;
    const r = [own, others].map((id) => ({ __typename: 'Customer', id, ...more }));
    const sourceRecords = [{ division: 'lending' }];
    expect(await ask(query, { r }, loans)).toEqual({
      _entities: [{ name: { full: 'Zoe Quinn' }, identifiers: [], sourceRecords }, null],
    });
  });

  test('lists, totals and cursors tell of their own customers only', async () => {
    const find = async (page: object, caller: object) => {
      const data = await ask(SEARCH, { text: 'zoe qui', ...page }, caller);
      const { nodes, totalCount, pageInfo } = data['searchCustomers'];
      return { names: nodes.map((node: any) => node.name.full), totalCount, pageInfo };
    };
    expect(await find({ first: 10 }, {})).toMatchObject({ totalCount: 3 });
    const page = await find({ first: 1 }, loans);
    expect(page).toMatchObject({
      names: ['Zoe Quill'],
      totalCount: 2,
      pageInfo: { hasNextPage: true },
    });
    const rest = await find({ first: 10, after: page.pageInfo.endCursor }, loans);
    expect(rest).toMatchObject({ names: ['Zoe Quinn'], pageInfo: { hasNextPage: false } });
    // Behind whom own customers come would tell the name of somebody else's.
    const ofAll = await find({ first: 2 }, {});
    expect(ofAll.names[1]).toBe('Zoe Quince');
    const cursor = ofAll.pageInfo.endCursor;
    expect((await find({ first: 10, after: cursor }, {})).names).toEqual(['Zoe Quinn']);
    expect((await find({ first: 10, after: cursor }, loans)).names).toEqual([]);
    // Nobody makes one of an id, and nobody uses somebody else's.
    const other = await customers.idOf('banking', 'S2');
    const made = Buffer.from(JSON.stringify([other])).toString('base64url');
    await expect(find({ first: 10, after: made }, {})).rejects.toThrow('A cursor must be one');
    const eve = { subject: 'eve' };
    await expect(find({ first: 10, after: cursor }, eve)).rejects.toThrow('A cursor must be one');
  });

  legalHoldFacts(() => customers);

  afterAll(async () => {
    await customers.room.stop();
    await database.close();
  });

  test('contact points are shown for a purpose that rests on consent where it was given', async () => {
    const consent = (channel: string, granted: boolean) => ({
      ...{ purpose: 'marketing', channel, granted },
    });
    await customers.submit('banking', {
      localId: 'CONSENT',
      ...named('Yes', 'No'),
      emails: [{ address: 'yes@b.example' }],
      phones: [{ number: '505-555-0199' }],
      country: 'US',
      consents: [consent('EMAIL', true), consent('PHONE', false)],
    });
    const query = `{ customerBySource(division: "banking", localId: "CONSENT") {
    emails { address } phones { number } addresses { locality } } }`;
    const read = async (purpose: string | null) =>
      (await customers.room.ask(query, {}, { purpose })).data['customerBySource'];
    const all = { emails: [{ address: 'yes@b.example' }], phones: [{ number: '+15055550199' }] };
    expect(await read(null)).toEqual({ ...all, addresses: [] });
    expect(await read('service')).toEqual({ ...all, addresses: [] });
    expect(await read('marketing')).toEqual({ ...all, phones: null, addresses: null });
    expect(await read('research')).toEqual({ emails: null, phones: null, addresses: null });
    // To find somebody by their e-mail address is to use it.
    const { errors } = await customers.room.ask(SEARCH, { text: 'yes' }, { purpose: 'research' });
    expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });
});
