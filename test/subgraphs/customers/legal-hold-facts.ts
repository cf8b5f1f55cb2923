import { describe, expect, test } from '@jest/globals';
import { named, verifiedEmail, type Customers } from './customers-room.ts';

const PLACE = `mutation ($customer: ID!, $matter: String!) {
  placeLegalHold(customer: $customer, matter: $matter) { id matter placedBy releasedAt } }`;
const RELEASE = `mutation ($id: ID!, $reason: String!) {
  releaseLegalHold(id: $id, reason: $reason) { id matter releasedBy reason } }`;
const DECIDE = `mutation ($left: SourceRefInput!, $right: SourceRefInput!, $decision: MatchDecision!) {
  decideMatch(left: $left, right: $right, decision: $decision, reason: "a test") { decided } }`;

/** Facts of a running room. */
export function legalHoldFacts(customers: () => Customers): void {
  const ask = async (query: string, variables: object, caller: object = {}) =>
    customers().room.ask(query, variables, caller);
  const codeOf = async (...asked: Parameters<typeof ask>) =>
    (await ask(...asked)).errors?.[0]?.extensions['code'];
  const submitted = async (localId: string, more: object = {}) => {
    const [result] = await customers().submit('banking', {
      localId,
      ...named('Hal', localId),
      ...more,
    });
    return String(result?.customerId);
  };
  const place = async (customer: string, matter: string) =>
    (await ask(PLACE, { customer, matter })).data['placeLegalHold'];
  const release = async (id: string) =>
    (await ask(RELEASE, { id, reason: 'settled' })).data['releaseLegalHold'];
  const decide = (decision: string, ...localIds: readonly [string, string]) => {
    const [left, right] = localIds.map((localId) => ({ division: 'banking', localId }));
    return ask(DECIDE, { left, right, decision });
  };
  const isHeld = async (localId: string) =>
    (
      await customers().customer(String(await customers().idOf('banking', localId)), 'onLegalHold')
    )?.['onLegalHold'];
  const holdEvents = async (holdId: string) =>
    (await customers().events()).filter(({ payload }) => payload['holdId'] === holdId);

  describe('a legal hold', () => {
    test('lasts from its placing until its release, and stays on record', async () => {
      const id = await submitted('H1');
      expect(await isHeld('H1')).toBe(false);
      const hold = await place(id, ' Quill v. Bank ');
      const lasting = { matter: 'Quill v. Bank', placedBy: 'test-caller', releasedAt: null };
      expect(hold).toMatchObject(lasting);
      expect(await place(id, 'Quill v. Bank')).toEqual(hold);
      expect(await isHeld('H1')).toBe(true);
      expect(await release(hold.id)).toMatchObject({
        releasedBy: 'test-caller',
        reason: 'settled',
      });
      expect(await isHeld('H1')).toBe(false);
      const again = await place(id, 'Quill v. Bank');
      expect(again.id).not.toBe(hold.id);
      const selection = 'legalHolds { id reason }';
      expect(await customers().customer(id, selection)).toEqual({
        legalHolds: [
          { id: hold.id, reason: 'settled' },
          { id: again.id, reason: null },
        ],
      });
      const records = [{ division: 'banking', localId: 'H1' }];
      const payload = { holdId: hold.id, customerId: id, formerIds: [], records };
      expect(await holdEvents(hold.id)).toEqual([
        { type: 'customer.held', payload },
        { type: 'customer.released', payload },
      ]);
    });

    test('needs a customer, a matter and a reason, and is released once', async () => {
      const id = await submitted('H2');
      const nobody = '01890000-0000-7000-8000-000000000000';
      for (const customer of [nobody, 'nobody'])
        expect(await codeOf(PLACE, { customer, matter: 'm' })).toBe('NOT_FOUND');
      for (const matter of ['', '  ', 'x'.repeat(501), 'a\0'])
        expect(await codeOf(PLACE, { customer: id, matter })).toBe('BAD_USER_INPUT');
      const hold = await place(id, 'm');
      expect(await codeOf(RELEASE, { id: hold.id, reason: ' ' })).toBe('BAD_USER_INPUT');
      for (const unknown of [nobody, 'none'])
        expect(await codeOf(RELEASE, { id: unknown, reason: 'r' })).toBe('NOT_FOUND');
      await release(hold.id);
      expect(await codeOf(RELEASE, { id: hold.id, reason: 'r' })).toBe('LEGAL_HOLD_RELEASED');
      expect(await holdEvents(hold.id)).toHaveLength(2);
    });

    test('is for holders of its scope who serve every division', async () => {
      const id = await submitted('H3');
      const others = { scopes: ['customer:read', 'division:every'] };
      expect(await codeOf(PLACE, { customer: id, matter: 'm' }, others)).toBe('FORBIDDEN');
      const query = 'query ($id: ID!) { customer(id: $id) { legalHolds { matter } } }';
      expect(await codeOf(query, { id }, others)).toBe('FORBIDDEN');
      const confined = { division: 'banking' };
      expect(await codeOf(PLACE, { customer: id, matter: 'm' }, confined)).toBe('FORBIDDEN');
      const hold = await place(id, 'm');
      expect(await codeOf(RELEASE, { id: hold.id, reason: 'r' }, confined)).toBe('FORBIDDEN');
      expect(await isHeld('H3')).toBe(true);
    });

    test('comes along in a merge, and goes with its records in a split', async () => {
      const first = await submitted('H4');
      await submitted('H5');
      const hold = await place(first, 'm');
      await decide('CONFIRM', 'H4', 'H5');
      expect([await isHeld('H4'), await isHeld('H5')]).toEqual([true, true]);
      const both = await place(first, 'both');
      await decide('REJECT', 'H4', 'H5');
      expect([await isHeld('H4'), await isHeld('H5')]).toEqual([true, true]);
      await release(both.id);
      expect([await isHeld('H4'), await isHeld('H5')]).toEqual([true, false]);
      // Each of the two that it is for by now was told of.
      const records = (await holdEvents(both.id)).map(({ type, payload }) => [
        type,
        payload['records'],
      ]);
      const record = (localId: string) => ({ division: 'banking', localId });
      expect(records).toEqual([
        ['customer.held', [record('H4'), record('H5')]],
        ['customer.released', [record('H4')]],
        ['customer.released', [record('H5')]],
      ]);
      await release(hold.id);
      expect(await isHeld('H4')).toBe(false);
    });

    test('of fewer records than a customer has now is no hold on the rest', async () => {
      const first = await submitted('H6');
      const hold = await place(first, 'm');
      await submitted('H7');
      await decide('CONFIRM', 'H6', 'H7');
      const more = await place(first, 'm');
      expect(more.id).not.toBe(hold.id);
      await decide('REJECT', 'H6', 'H7');
      expect(await isHeld('H7')).toBe(true);
    });

    test('leaves nothing of a customer to purposes that rest on consent, as if there was none', async () => {
      const consents = [{ purpose: 'marketing', granted: true }];
      const id = await submitted('H8', { ...verifiedEmail('h8@b.example'), consents });
      const query = `query ($id: ID!, $r: [_Any!]!) {
        customer(id: $id) { id emails { address } }
        customerBySource(division: "banking", localId: "H8") { id }
        _entities(representations: $r) { ... on Customer { id } } }`;
      const r = [{ __typename: 'Customer', id }];
      const read = async (purpose: string | null) =>
        (await ask(query, { id, r }, { purpose })).data;
      const shown = await read(null);
      expect(shown['customer']).toEqual({ id, emails: [{ address: 'h8@b.example' }] });
      expect(await read('marketing')).toEqual(shown);
      await place(id, 'm');
      expect(await read('service')).toEqual(shown);
      expect(await read('legal')).toEqual(shown);
      const absent = { customer: null, customerBySource: null, _entities: [null] };
      expect(await read('marketing')).toEqual(absent);
      expect(await read('research')).toEqual(absent);
    });

    test('withholds where values came from, but not from those who work on matters', async () => {
      const id = await submitted('H9');
      await place(id, 'm');
      const query = 'query ($id: ID!) { customer(id: $id) { provenance { field } } }';
      const read = async (caller: object) =>
        (await ask(query, { id }, caller)).data['customer'].provenance;
      const scopes = ['customer:read'];
      const [whole] = [await read({})];
      expect(whole).toContainEqual({ field: 'name' });
      expect(await read({ scopes })).toBeNull();
      expect(await read({ scopes, purpose: 'service' })).toBeNull();
      expect(await read({ scopes, purpose: 'legal' })).toEqual(whole);
    });

    test('keeps what divisions replace meanwhile, and nothing before or after', async () => {
      const id = await submitted('H10', { version: '1', gender: 'F' });
      await submitted('H10', { version: '2', gender: 'M' });
      const hold = await place(id, 'm');
      const selection = 'keptVersions { division localId version record }';
      expect(await customers().customer(id, selection)).toEqual({ keptVersions: [] });
      await submitted('H10', { version: '3' });
      await submitted('H10', { version: '3' });
      await release(hold.id);
      await submitted('H10', { version: '4' });
      const customer = (await customers().customer(id, selection)) ?? {};
      const [kept, ...rest] = customer['keptVersions'];
      expect(rest).toEqual([]);
      expect(kept).toMatchObject({ division: 'banking', localId: 'H10', version: '2' });
      expect(JSON.parse(kept.record)).toMatchObject({ gender: 'M', name: { family: 'H10' } });
    });
  });
}
