import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../../../support/eventually.ts';
import { testDatabases } from '../../../support/test-databases.ts';
import { codeOf, startRoutingDesk, type RoutingDesk } from './routing-desk.ts';
import { ownDivisionFacts } from './own-division-facts.ts';
import { ownTeamFacts } from './own-team-facts.ts';

describe.each(testDatabases)('routing on $name', ({ open }) => {
  let desk: RoutingDesk;
  beforeAll(async () => {
    desk = await startRoutingDesk(await open());
  });
  afterAll(() => desk.stop());

  const openIn = (division: string, input: object = {}) =>
    desk.openCase({ customer: { division, localId: 'C1' }, ...input });

  test('without a team a case is in no queue, and nothing is told of one', async () => {
    const { id } = await openIn('none', { valueTier: 'KEY' });
    expect(await desk.case(id, 'team queuedAt queuePosition agent escalations { kind }')).toEqual({
      team: null,
      queuedAt: null,
      queuePosition: null,
      agent: null,
      escalations: [],
    });
    expect((await desk.told(id)).map(({ type }) => type)).toEqual(['case.opened']);
  });

  test('a queue is in the order of urgency, then of what is due, then of waiting', async () => {
    await desk.team({ id: 'order', division: 'order' });
    const normal = await openIn('order', { priority: 'NORMAL' });
    const second = await openIn('order');
    const urgent = await openIn('order', { priority: 'URGENT' });
    // Its first reply is no longer due, so something of it is due later.
    const answered = await openIn('order');
    await desk.move('replyToCase', answered['id'], 'text: "Hello"');
    const third = await openIn('order');
    const expected = [urgent, second, third, answered, normal];
    expect(await desk.queue('order')).toEqual(
      expected.map(({ id }, place) => `${place + 1} ${id}`),
    );
    expect(await desk.case(third['id'], 'queuePosition')).toEqual({ queuePosition: 3 });
    await desk.move('prioritiseCase', normal['id'], 'priority: URGENT');
    await desk.move('pauseCase', second['id'], 'waitingFor: CUSTOMER');
    await desk.move('assignCase', third['id'], 'agent: "by-hand"');
    expect(await desk.queue('order')).toEqual(
      [normal, urgent, answered].map(({ id }, place) => `${place + 1} ${id}`),
    );
    const told = (await desk.events('queue.changed')).filter(
      ({ payload }) => payload.team === 'order',
    );
    expect(told.slice(-3).map(({ payload }) => [payload.caseId, payload.change])).toEqual([
      [normal['id'], 'MOVED'],
      [second['id'], 'LEFT'],
      [third['id'], 'LEFT'],
    ]);
  });

  test('key customers who ask much go to the client team, and to that which names them', async () => {
    await desk.team({ id: 'value-pool', division: 'value' });
    await desk.team({ id: 'value-clients', division: 'value', kind: 'CLIENT_TEAM' });
    const named = { division: 'value', localId: 'K2' };
    await desk.team({ id: 'value-k2', division: 'value', kind: 'CLIENT_TEAM', clients: [named] });
    const teams = async (customer: object, valueTier: string) => {
      const opened = [];
      for (let time = 0; time < 2; time += 1) {
        const { id } = await desk.openCase({ customer, valueTier });
        opened.push((await desk.case(id, 'team'))['team']);
      }
      return opened;
    };
    const key = { division: 'value', localId: 'K1' };
    expect(await teams(key, 'KEY')).toEqual(['value-pool', 'value-clients']);
    expect(await teams(named, 'KEY')).toEqual(['value-pool', 'value-k2']);
    expect(await teams({ ...key, localId: 'S' }, 'STANDARD')).toEqual(['value-pool', 'value-pool']);
    const routed = (await desk.events('case.routed')).at(-1);
    expect(routed?.['payload']).toMatchObject({ team: 'value-pool', rule: 'rest', version: 3 });
  });

  test('who takes the next case is given what they know and speak, until it has waited too long', async () => {
    await desk.team({ id: 'skills', division: 'skills' });
    await desk.agent({
      id: 'anna',
      team: 'skills',
      caseTypes: ['QUESTION', 'INCIDENT'],
      categories: ['Cards'],
      languages: ['en', 'de'],
    });
    const complaint = await openIn('skills', { type: 'COMPLAINT', category: 'Cards' });
    const loan = await openIn('skills', { category: 'Loans' });
    const french = await openIn('skills', { category: 'Cards', language: 'fr' });
    const british = await openIn('skills', { category: 'Cards', language: 'en-GB' });
    const taken = async () => (await desk.take('skills', 'anna')).data['takeNextCase'];
    const next = await desk.as('anna', '{ nextCase(team: "skills") { id } }');
    expect(next.data['nextCase']).toEqual({ id: british['id'] });
    expect(await taken()).toMatchObject({ id: british['id'], agent: 'anna', status: 'OPEN' });
    expect(await taken()).toBeNull();
    desk.wait(1);
    expect(await taken()).toMatchObject({ id: french['id'] });
    expect(await taken()).toBeNull();
    desk.wait(1);
    expect(await taken()).toMatchObject({ id: complaint['id'] });
    expect(await taken()).toMatchObject({ id: loan['id'] });
    expect(await taken()).toBeNull();
  });

  test('who is away, has no room, is of another team or not registered takes none', async () => {
    await desk.team({ id: 'full', division: 'full' });
    await desk.agent({ id: 'ben', team: 'full', capacity: 1 });
    await openIn('full');
    const waiting = await openIn('full');
    const { data } = await desk.take('full', 'ben');
    const full = await desk.take('full', 'ben');
    expect(full.errors?.[0]).toMatchObject({
      message: 'Agent ben must have fewer than 1 cases, but has: 1.',
      extensions: { code: 'AGENT_UNAVAILABLE' },
    });
    await desk.move('resolveCase', data['takeNextCase'].id);
    await desk.as('ben', 'mutation { setAgentPresence(presence: AWAY) { presence load } }');
    expect(codeOf(await desk.take('full', 'ben'))).toBe('AGENT_UNAVAILABLE');
    expect(codeOf(await desk.take('order', 'ben'))).toBe('BAD_USER_INPUT');
    expect(codeOf(await desk.take('full', 'nobody'))).toBe('AGENT_NOT_FOUND');
    expect(codeOf(await desk.take('nowhere', 'ben'))).toBe('TEAM_NOT_FOUND');
    expect(await desk.queue('full')).toEqual([`1 ${waiting['id']}`]);
  });

  test('a team that is pushed has its cases given to who has the most room', async () => {
    await desk.team({ id: 'push', division: 'push', assignment: 'PUSH' });
    await desk.agent({ id: 'small', team: 'push', capacity: 1 });
    await desk.agent({ id: 'large', team: 'push', capacity: 2 });
    const opened = [];
    for (let time = 0; time < 4; time += 1) opened.push(await openIn('push'));
    await eventually(async () => {
      expect(await desk.queue('push')).toHaveLength(1);
    });
    const agents = await Promise.all(
      opened.map(async ({ id }) => (await desk.case(id, 'agent'))['agent']),
    );
    expect(agents.map(String).sort()).toEqual(['large', 'large', 'null', 'small']);
    const { data } = await desk.room.ask('{ teams(division: "push") { id agents { id load } } }');
    expect(data['teams']).toEqual([
      {
        id: 'push',
        agents: [
          { id: 'large', load: 2 },
          { id: 'small', load: 1 },
        ],
      },
    ]);
  });

  test('a case is transferred with its reason, and waits in the other queue', async () => {
    await desk.team({ id: 'from', division: 'move' });
    await desk.team({ id: 'to', division: 'move' });
    const { id } = await openIn('move');
    await desk.move('assignCase', id, 'agent: "a"');
    const transfer = (toTeam: string) =>
      desk.move('transferCase', id, `toTeam: "${toTeam}", reason: "a mortgage"`);
    expect((await transfer('to')).errors).toBeUndefined();
    expect(await desk.case(id, 'team agent status queuePosition')).toEqual({
      team: 'to',
      agent: null,
      status: 'OPEN',
      queuePosition: 1,
    });
    expect(codeOf(await transfer('to'))).toBe('BAD_USER_INPUT');
    expect(codeOf(await transfer('push'))).toBe('BAD_USER_INPUT');
    expect(codeOf(await transfer('nowhere'))).toBe('TEAM_NOT_FOUND');
    const told = (await desk.told(id)).find(({ type }) => type === 'case.transferred');
    expect(told?.['payload']).toMatchObject({ team: 'to', from: 'from' });
    const entry = 'select detail, actor from service.case_event where case_id = $1 and verb = $2';
    expect(await desk.rows(entry, [id, 'transfer'])).toEqual([
      { detail: { team: 'to', from: 'from', reason: 'a mortgage' }, actor: 'test-caller' },
    ]);
    await desk.move('closeCase', id);
    expect(codeOf(await transfer('from'))).toBe('CASE_TRANSITION_REFUSED');
  });

  test('a reopened case waits for its team when whoever had it has no room or is away', async () => {
    await desk.team({ id: 'back', division: 'back' });
    await desk.agent({ id: 'carl', team: 'back', capacity: 1 });
    const { id } = await openIn('back');
    await desk.take('back', 'carl');
    const solveAndReopen = async () => {
      await desk.move('resolveCase', id);
      await desk.move('reopenCase', id);
      return desk.case(id, 'agent queuePosition');
    };
    expect(await solveAndReopen()).toEqual({ agent: 'carl', queuePosition: null });
    const other = await openIn('back');
    await desk.move('assignCase', other['id'], 'agent: "carl"');
    expect(await solveAndReopen()).toEqual({ agent: null, queuePosition: 1 });
    await desk.move('closeCase', other['id']);
    await desk.take('back', 'carl');
    await desk.as('carl', 'mutation { setAgentPresence(presence: AWAY) { id } }');
    expect(await solveAndReopen()).toEqual({ agent: null, queuePosition: 1 });
  });

  test('a case is escalated by hand up to the last who stands above, and not when it is over', async () => {
    await desk.team({ id: 'hand-2', division: 'hand', kind: 'SPECIALISTS', leads: ['chief'] });
    await desk.team({ id: 'hand-1', division: 'hand', secondLine: 'hand-2', leads: ['lead'] });
    const { id } = await openIn('hand');
    const escalate = (kind: string) =>
      desk.move('escalateCase', id, `kind: ${kind}, reason: "stuck"`);
    await escalate('HIERARCHICAL');
    expect((await escalate('HIERARCHICAL')).errors?.[0]?.extensions['code']).toBe(
      'ESCALATION_IMPOSSIBLE',
    );
    await escalate('FUNCTIONAL');
    await escalate('HIERARCHICAL');
    expect(codeOf(await escalate('FUNCTIONAL'))).toBe('ESCALATION_IMPOSSIBLE');
    const fields = 'team escalatedTo escalations { kind level from to reason byClock }';
    const told = { reason: 'stuck', byClock: false };
    expect(await desk.case(id, fields)).toEqual({
      team: 'hand-2',
      escalatedTo: 'chief',
      escalations: [
        { kind: 'HIERARCHICAL', level: 1, from: null, to: 'lead', ...told },
        { kind: 'FUNCTIONAL', level: 1, from: 'hand-1', to: 'hand-2', ...told },
        { kind: 'HIERARCHICAL', level: 2, from: 'lead', to: 'chief', ...told },
      ],
    });
    const { data } = await desk.room.ask(
      '{ cases(filter: { escalatedTo: "chief" }) { nodes { id } } }',
    );
    expect(data['cases'].nodes).toEqual([{ id }]);
    await desk.move('resolveCase', id);
    expect(codeOf(await escalate('HIERARCHICAL'))).toBe('CASE_TRANSITION_REFUSED');
  });

  test('clocks climb each rung once, whichever replica looks', async () => {
    await desk.team({
      id: 'clock-2',
      division: 'clock',
      kind: 'SPECIALISTS',
      leads: ['chief', 'head'],
    });
    await desk.team({ id: 'clock-1', division: 'clock', secondLine: 'clock-2' });
    const replica = await desk.openReplica();
    const { id } = await openIn('clock', { priority: 'URGENT' });
    const climbed = async () => {
      const { escalations } = await desk.case(id, 'escalations { kind to byClock reason }');
      return escalations.map(
        (one: any) => `${one.kind} ${one.to} ${one.byClock} ${one.reason}`,
      ) as string[];
    };
    const look = () => Promise.all([1, 2, 3].map(() => replica.source.tellAlerts(desk.now())));
    const rungs = [
      'FUNCTIONAL clock-2 true RESOLUTION AT_RISK',
      'HIERARCHICAL chief true RESOLUTION BREACHED',
      'HIERARCHICAL head true 3600 s after the last',
    ];
    for (const [hours, count] of [
      [5, 0],
      [2, 1],
      [2, 2],
      [2, 3],
      [10, 3],
    ] as const) {
      desk.wait(hours);
      await look();
      await eventually(async () => {
        expect(await climbed()).toEqual(rungs.slice(0, count));
      });
    }
    const told = (await desk.events('case.escalated')).filter(
      ({ payload }) => payload.caseId === id,
    );
    expect(told).toHaveLength(3);
    await replica.close();
  });

  test('who may not route registers nobody, sets only their own presence and sees their own division', async () => {
    const agent = { scopes: ['service:read', 'service:write', 'division:every'] };
    const register = 'mutation { registerTeam(input: { id: "x", name: "x", kind: POOL }) { id } }';
    expect(codeOf(await desk.as('dora', register, agent))).toBe('FORBIDDEN');
    const away = 'mutation { setAgentPresence(presence: AWAY, agent: "anna") { id } }';
    expect(codeOf(await desk.as('dora', away, agent))).toBe('FORBIDDEN');
    const own = { division: 'skills' };
    expect((await desk.as('dora', away, own)).errors).toBeUndefined();
    expect(codeOf(await desk.as('dora', away, { division: 'push' }))).toBe('AGENT_NOT_FOUND');
    expect(codeOf(await desk.as('dora', register, own))).toBe('FORBIDDEN');
    expect(codeOf(await desk.as('dora', '{ queue(team: "push") { length } }', own))).toBe(
      'TEAM_NOT_FOUND',
    );
    const { data } = await desk.as('dora', '{ teams { id } }', own);
    expect(data['teams']).toEqual([{ id: 'skills' }]);
  });

  ownDivisionFacts(() => desk);
  ownTeamFacts(() => desk);
});
