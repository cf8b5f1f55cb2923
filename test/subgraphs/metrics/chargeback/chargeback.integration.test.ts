import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AnyDomainEvent } from '../../../../schema/events.ts';
import { metricsRoom } from '../../../../subgraphs/metrics/main.ts';
import { eventually } from '../../../support/eventually.ts';
import { startTestRoom, type TestRoom } from '../../../support/room-client.ts';
import { testDatabases } from '../../../support/test-databases.ts';
import { eventMaker, interaction } from '../event-maker.ts';
import { january } from '../story.ts';
import { chargebackClient, CONTROLLER, refusalOf } from './chargeback-client.ts';

const NOW = '2026-03-01T12:00:00.000Z';
const MONTH = '2026-01';

const COSTS = Object.freeze({
  period: MONTH,
  currency: 'USD',
  costs: [
    { category: 'salaries', budget: '150.00', actual: '160' },
    { category: 'software', budget: '40', actual: '41.01' },
  ],
});

const RATES = Object.freeze({
  from: '2025-12',
  currency: 'USD',
  services: [
    { name: 'contacts', driver: 'CONTACTS', rate: '10' },
    { name: 'complaints', driver: 'CASES', caseType: 'COMPLAINT', rate: '25' },
    { name: 'minutes', driver: 'HANDLING_MINUTES', rate: '1.2' },
    { name: 'queries', driver: 'REPORTED', rate: '0.0005' },
  ],
});

const usd = (amount: string) => ({ amount, currency: 'USD' });

describe.each(testDatabases)('chargeback of a month counted by hand, on $name', ({ open }) => {
  let room: TestRoom;
  let client: ReturnType<typeof chargebackClient>;
  const told: AnyDomainEvent[] = [];

  beforeAll(async () => {
    room = await startTestRoom(metricsRoom, { database: await open(), clock: () => new Date(NOW) });
    const handle = (events: readonly AnyDomainEvent[]) =>
      Promise.resolve(void told.push(...events));
    await room.events.subscribe({ name: 'listener', types: ['book.set'], handle });
    await room.events.publish(january());
    client = chargebackClient(room);
  });
  afterAll(async () => {
    await room.stop();
    await room.database.close();
  });

  test('there is no statement before costs and rates are set', async () => {
    expect(refusalOf(await client.statement('banking', MONTH))).toEqual([
      'NOT_FOUND',
      'No costs are set for 2026-01.',
    ]);
    await client.setCostPool({
      ...COSTS,
      costs: [{ category: 'salaries', budget: '172.99' }],
    });
    expect(refusalOf(await client.center(MONTH))[1]).toBe(
      'No rates of services are set for 2026-01.',
    );
  });

  test('until actual costs are known the budget is charged', async () => {
    await client.setServiceRates(RATES);
    await client.reportVolumes({
      period: MONTH,
      service: 'queries',
      volumes: [
        { division: 'lending', volume: '40000' },
        { division: 'banking', volume: '20000' },
      ],
    });
    const { chargeback } = (await client.center(MONTH)).data;
    expect(chargeback).toMatchObject({
      basis: 'BUDGET',
      pool: usd('172.99'),
      charged: usd('172.99'),
    });
  });

  test('setting something else is a new version, told as an event', async () => {
    const { data } = await client.setCostPool(COSTS);
    const { content, ...entry } = data['setCostPool'];
    const set = { subject: MONTH, version: 2, actor: 'controller-1' };
    expect(entry).toEqual({ ...set, book: 'COST_POOL', at: NOW });
    expect(JSON.parse(content)).toMatchObject({ mode: 'BREAK_EVEN', costs: COSTS.costs });
    const again = (await client.setCostPool(COSTS)).data['setCostPool'];
    expect(again).toEqual({ ...entry, content: again.content });
    const { bookEntries } = (await client.entries('COST_POOL')).data;
    expect(bookEntries.map((one: any) => one.version)).toEqual([2, 1]);
    await eventually(() => {
      const event = told.find(({ payload }) => 'version' in payload && payload.version === 2);
      expect(event).toMatchObject({ type: 'book.set', occurredAt: NOW, payload: set });
    });
  });

  test('the center breaks even to the cent, and says why rates alone would not', async () => {
    const { chargeback } = (await client.center(MONTH)).data;
    expect(chargeback).toMatchObject({
      basis: 'ACTUAL',
      budget: usd('190.00'),
      pool: usd('201.01'),
      charged: usd('201.01'),
      result: usd('0.00'),
      // 122.00 and 51.00 at standard rates.
      absorption: { variance: usd('28.01'), spending: usd('11.01'), volume: usd('17.00') },
      contacts: 8,
      costPerContact: usd('25.13'),
      statements: [
        { division: 'banking', charge: usd('141.75') },
        { division: 'lending', charge: usd('59.26') },
      ],
    });
  });

  test('a statement has a line a service, which sum to the charge', async () => {
    const { chargebackStatement } = (await client.statement('banking', MONTH)).data;
    const { lines, ...whole } = chargebackStatement;
    expect(whole).toMatchObject({ poolVersion: 2, ratesFrom: '2025-12', ratesVersion: 1 });
    expect(whole).toMatchObject({ standardCharge: usd('122.00'), trueUp: usd('19.75') });
    expect(lines.map((line: any) => [line.service, line.volume, line.charge.amount])).toEqual([
      ['contacts', '5', '58.10'],
      ['complaints', '2', '58.09'],
      ['minutes', '10', '13.94'],
      ['queries', '20000', '11.62'],
    ]);
    const lending = (await client.statement('lending', MONTH)).data['chargebackStatement'];
    const charges = lending.lines.map((line: any) => [
      line.service,
      line.volume,
      line.charge.amount,
    ]);
    expect(charges).toEqual([
      ['contacts', '3', '34.86'],
      ['minutes', '0.833333', '1.16'],
      ['queries', '40000', '23.24'],
    ]);
  });

  test('a division that used nothing has a statement of nothing', async () => {
    const { chargebackStatement } = (await client.statement('insurance', MONTH)).data;
    expect(chargebackStatement).toMatchObject({ lines: [], charge: usd('0.00'), savings: null });
    const odd = (await client.statement('\u0000', MONTH)).data['chargebackStatement'];
    expect(odd.savings).toBeNull();
  });

  test('savings lead from the baseline to what the division pays now', async () => {
    await client.setBaseline({
      division: 'banking',
      currency: 'USD',
      retainedCost: '5',
      priceIndex: '1.05',
      services: [
        { name: 'contacts', unitCost: '20', volume: '6' },
        { name: 'complaints', unitCost: '30', volume: '1' },
      ],
    });
    const { chargebackStatement } = (await client.statement('banking', MONTH)).data;
    expect(chargebackStatement.savings).toEqual({
      baselineVersion: 1,
      baseline: usd('150.00'),
      volumeVariance: usd('10.00'),
      mixVariance: usd('0.00'),
      priceVariance: usd('8.00'),
      rateVariance: usd('-21.25'),
      retainedCost: usd('5.00'),
      cost: usd('146.75'),
      saving: usd('21.25'),
      withoutBaseline: ['minutes', 'queries'],
    });
  });

  test('a division sees its own statement, and none sees the center but the center', async () => {
    const president = { scopes: ['chargeback:own'], division: 'banking' };
    const own = (await client.statement('banking', MONTH, president)).data['chargebackStatement'];
    expect(own.charge).toEqual(usd('141.75'));
    const refused = ['FORBIDDEN', 'This statement is for another division to read.'];
    expect(refusalOf(await client.statement('lending', MONTH, president))).toEqual(refused);
    const nobodys = { scopes: ['chargeback:own'] };
    expect(refusalOf(await client.statement('banking', MONTH, nobodys))).toEqual(refused);
    const reader = { scopes: ['chargeback:read', 'chargeback:write'], division: 'banking' };
    expect(refusalOf(await client.statement('lending', MONTH, reader))).toEqual(refused);
    expect(refusalOf(await client.center(MONTH, reader))[0]).toBe('FORBIDDEN');
    expect(refusalOf(await client.close(MONTH, reader))[0]).toBe('FORBIDDEN');
  });

  test.each([
    [
      { period: '2026-13' },
      'Argument "input.period" must be a month such as 2026-10, but got: "2026-13".',
    ],
    [
      { costs: [{ category: 'salaries', budget: '1.005' }] },
      'Argument "costs[0].budget" must be a decimal with at most 2 digits after the point, but got: 1.005.',
    ],
    [
      { costs: [{ category: 'refund', budget: '0', actual: '-1' }] },
      'Argument "costs" must be rows whose actual is not negative in sum, but got: less.',
    ],
    [{ costs: [] }, 'Argument "costs" must be 1 to 200 rows, but got: 0.'],
    [
      { costs: [COSTS.costs[0], COSTS.costs[0]] },
      'Argument "costs" must be rows of different category, but got: salaries.',
    ],
  ])('costs with a fault are refused: %j', async (fault, message) => {
    expect(refusalOf(await client.setCostPool({ ...COSTS, ...fault }))).toEqual([
      'BAD_USER_INPUT',
      message,
    ]);
  });

  test.each([
    [{ rate: '-1' }, /"services\[0\]\.rate" must be a decimal that is not negative/],
    [{ caseType: 'JOY' }, /"services\[0\]\.caseType" must be one of COMPLAINT, .*got: "JOY"/],
    [{ name: 'a/b' }, /"services\[0\]\.name" must be a name of at most 100 letters/],
    [{ driver: 'REPORTED', channel: 'WEB' }, /"services\[0\]" must be without channel/],
  ])('rates with a fault are refused: %j', async (fault, message) => {
    const services = [{ ...RATES.services[0], ...fault }];
    const [code, text] = refusalOf(await client.setServiceRates({ ...RATES, services }));
    expect(code).toBe('BAD_USER_INPUT');
    expect(text).toMatch(message);
  });

  test('work is ranked for automation, and costs what the month cost by its minutes', async () => {
    const query = `{ automationCandidates(period: "2026-01", first: 3) {
      caseType channel divisions volume handlingMinutes meanSeconds homogeneity cost { amount } score
    } }`;
    const scopes = [...CONTROLLER.scopes, 'kpi:small-groups'];
    const { data } = await room.ask(query, {}, { scopes });
    const candidates = data['automationCandidates'];
    expect(candidates.map((one: any) => [one.caseType, one.channel, one.volume])).toEqual([
      ['COMPLAINT', 'PHONE', 1],
      [null, 'EMAIL', 1],
      [null, 'PHONE', 2],
    ]);
    // 300, 200 and 150 of 650 seconds, of 201.01.
    expect(candidates.map((one: any) => one.cost.amount)).toEqual(['92.77', '61.85', '46.39']);
    expect(candidates[2]).toMatchObject({
      divisions: 2,
      meanSeconds: 75,
      homogeneity: 0,
      score: 0,
    });
    const few = await room.ask(query, {}, CONTROLLER);
    expect(few.data['automationCandidates']).toEqual([]);
    const many = await room.ask(query.replace('first: 3', 'first: 0'), {}, CONTROLLER);
    expect(refusalOf(many)[1]).toBe('Argument "first" must be 1 to 100, but got: 0.');
  });

  test('a month closes when its costs are known, and then nothing changes it', async () => {
    await client.setCostPool({
      ...COSTS,
      period: '2026-02',
      costs: [{ category: 'rent', budget: '9' }],
    });
    expect(refusalOf(await client.close('2026-02'))[1]).toMatch(
      /^2026-02 can be closed when every/,
    );
    const before = (await client.statement('banking', MONTH)).data['chargebackStatement'];
    expect((await client.close(MONTH)).data['closeChargebackPeriod']).toEqual({ state: 'CLOSED' });
    const late = interaction('late', 'banking', 'A1', { handleSeconds: 600 });
    const make = eventMaker('late');
    await room.events.publish([make('interaction.logged', '2026-01-30T09:00:00Z', late)]);
    await client.setServiceRates({
      ...RATES,
      from: '2026-01',
      services: RATES.services.slice(0, 1),
    });
    const after = (await client.statement('banking', MONTH)).data['chargebackStatement'];
    expect(after).toEqual({ ...before, state: 'CLOSED' });
    const refused = ['BAD_USER_INPUT', '2026-01 was closed on 2026-03-01 and cannot be changed.'];
    const other = { ...COSTS, mode: 'STANDARD' };
    expect(refusalOf(await client.setCostPool(other))).toEqual(refused);
    expect(refusalOf(await client.close(MONTH))).toEqual(refused);
  });

  test('costs and rates must be in one currency', async () => {
    await client.setServiceRates({ ...RATES, from: '2026-02', currency: 'EUR' });
    expect(refusalOf(await client.center('2026-02'))[1]).toBe(
      'Costs and rates of 2026-02 must be in one currency, but are in USD and EUR.',
    );
  });

  test('at standard rates the center keeps what is left, or bears what is missing', async () => {
    await client.setServiceRates({ ...RATES, from: '2026-02' });
    // One contact in February.
    const costs = [{ category: 'rent', budget: '9', actual: '12.50' }];
    await client.setCostPool({ ...COSTS, period: '2026-02', mode: 'STANDARD', costs });
    const { chargeback } = (await client.center('2026-02')).data;
    expect(chargeback).toMatchObject({ charged: usd('10.00'), result: usd('-2.50') });
  });
});
