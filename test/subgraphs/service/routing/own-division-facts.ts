import { expect, test } from '@jest/globals';
import { codeOf, type RoutingDesk } from './routing-desk.ts';

/** Facts about who routes for one division, and what they see of teams that serve all. */
export function ownDivisionFacts(desk: () => RoutingDesk): void {
  test('who routes for one division staffs no team that is not its alone, and learns of no other', async () => {
    await desk().team({ id: 'staff-own', division: 'staff' });
    await desk().team({ id: 'staff-all', kind: 'SPECIALISTS' });
    await desk().team({ id: 'staff-other', division: 'elsewhere' });
    await desk().agent({ id: 'shared', team: 'staff-all' });
    await desk().agent({ id: 'other', team: 'staff-other' });
    const own = { division: 'staff' };
    const staff = (id: string, team: string) =>
      desk().as(
        'dora',
        `mutation { registerAgent(input: { id: "${id}", team: "${team}", capacity: 0 }) { id } }`,
        own,
      );
    const send = (id: string) =>
      desk().as(
        'dora',
        `mutation { setAgentPresence(presence: AWAY, agent: "${id}") { id } }`,
        own,
      );
    expect((await staff('mine', 'staff-own')).errors).toBeUndefined();
    expect(codeOf(await staff('mine', 'staff-all'))).toBe('FORBIDDEN');
    for (const id of ['shared', 'other'])
      expect(codeOf(await staff(id, 'staff-own'))).toBe('FORBIDDEN');
    expect(codeOf(await send('shared'))).toBe('FORBIDDEN');
    expect(codeOf(await send('other'))).toBe('AGENT_NOT_FOUND');
    const second = (id: string) =>
      desk().as(
        'dora',
        `mutation { registerTeam(input: { id: "staff-own", name: "Own", division: "staff", kind: POOL
          secondLine: "${id}" }) { id } }`,
        own,
      );
    expect(codeOf(await second('staff-other'))).toBe('TEAM_NOT_FOUND');
    expect((await second('staff-all')).errors).toBeUndefined();
  });

  test('whoever serves one division reads figures of that one in a queue that all share', async () => {
    await desk().team({ id: 'shared-queue', kind: 'SPECIALISTS' });
    await desk().agent({ id: 'both', team: 'shared-queue' });
    const queued = async (division: string, priority: string) => {
      const { id } = await desk().openCase({ customer: { division, localId: 'C1' }, priority });
      await desk().move('transferCase', id, 'toTeam: "shared-queue", reason: "r"');
      return id as string;
    };
    for (const division of ['this', 'that']) {
      await queued(division, 'URGENT');
      await desk().take('shared-queue', 'both');
    }
    for (const priority of ['HIGH', 'NORMAL']) await queued('that', priority);
    const id = await queued('this', 'LOW');
    const text = `{ queue(team: "shared-queue") { length team { queueLength agents { load } }
      entries { position case { id queuePosition } } } }`;
    const seen = async (caller = {}) => (await desk().as('dora', text, caller)).data['queue'];
    expect(await seen({ division: 'this' })).toEqual({
      length: 1,
      team: { queueLength: 1, agents: [{ load: 1 }] },
      entries: [{ position: 1, case: { id, queuePosition: 1 } }],
    });
    const all = await seen();
    expect(all).toMatchObject({ length: 3, team: { queueLength: 3, agents: [{ load: 2 }] } });
    expect(all.entries[2]).toEqual({ position: 3, case: { id, queuePosition: 3 } });
  });

  test('what no database could keep is refused in words', async () => {
    const nul = '\\u0000';
    const asked = [
      `setAgentPresence(presence: AWAY, agent: "${nul}") { id }`,
      `registerTeam(input: { id: "t", name: "T", kind: POOL, secondLine: "${nul}" }) { id }`,
    ];
    for (const text of asked)
      expect(codeOf(await desk().room.ask(`mutation { ${text} }`))).toBe('BAD_USER_INPUT');
    const clients = Array.from({ length: 22_000 }, (_, n) => ({
      division: 'skills',
      localId: `K${n}`,
    }));
    const many = await desk().team({ id: 't', division: 'skills', kind: 'CLIENT_TEAM', clients });
    expect(codeOf(many)).toBe('BAD_USER_INPUT');
  });
}
