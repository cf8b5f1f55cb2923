import { describe, expect, test } from '@jest/globals';
import { codeOf, type ServiceDesk } from '../service-desk.ts';

const DEFINE_MACRO = `mutation ($input: MacroInput!) { defineMacro(input: $input) {
  name version steps { verb text agent } } }`;
const RUN = `mutation ($id: ID!, $macro: String!, $dryRun: Boolean!) {
  runMacro(id: $id, macro: $macro, dryRun: $dryRun) {
    dryRun macro { version } case { status agent priority replies { text } }
    steps { position verb text status refusal } } }`;

/** Facts of a running room. */
export function macroFacts(desk: () => ServiceDesk): void {
  describe('a macro', () => {
    const define = (name: string, steps: readonly object[], caller = {}) =>
      desk().room.ask(DEFINE_MACRO, { input: { name, steps } }, caller);
    const run = (id: string, macro: string, dryRun = false) =>
      desk().room.ask(RUN, { id, macro, dryRun });
    const TAKE = [
      { assign: {} },
      { prioritise: { priority: 'URGENT' } },
      { reply: { text: 'We look into {{number}}.' } },
      { pause: { waitingFor: 'THIRD_PARTY' } },
    ];

    test('does all its steps, with the events of each', async () => {
      const defined = (await define('take', TAKE)).data['defineMacro'];
      expect(defined).toMatchObject({
        name: 'take',
        version: 1,
        steps: [{ agent: null }, {}, {}, {}],
      });
      const { id, number } = await desk().openCase();
      const { data } = await run(id, 'take');
      expect(data['runMacro']).toMatchObject({
        dryRun: false,
        case: { status: 'ON_HOLD', agent: 'test-caller', priority: 'URGENT' },
        steps: [{ verb: 'ASSIGN' }, {}, { text: `We look into ${number}.` }, { status: 'ON_HOLD' }],
      });
      expect(data['runMacro'].case.replies).toEqual([{ text: `We look into ${number}.` }]);
      const told = (await desk().events('case.%')).filter(({ payload }) => payload.caseId === id);
      expect(told.map(({ type }) => type.replace('case.', '')).join(' ')).toBe(
        'opened assigned prioritised replied responded paused',
      );
    });

    test('on trial tells what it would do and changes nothing', async () => {
      await define('try', [...TAKE, { resume: true }, { reopen: {} }, { close: true }]);
      const { id, number } = await desk().openCase();
      const before = await trace(id);
      const { data } = await run(id, 'try', true);
      expect(data['runMacro']).toMatchObject({
        ...{ dryRun: true, case: { status: 'NEW', agent: null, replies: [] } },
      });
      expect(data['runMacro'].steps).toHaveLength(6);
      expect(data['runMacro'].steps.at(-1)).toEqual({
        ...{ position: 6, verb: 'REOPEN', text: null, status: null },
        refusal: `Case ${number} can be reopened only from SOLVED, but is: OPEN.`,
      });
      expect(await trace(id)).toEqual(before);
    });

    test('with an impossible step does none of them', async () => {
      await define('try', [...TAKE, { resume: true }, { reopen: {} }]);
      const { id, number } = await desk().openCase();
      const before = await trace(id);
      const { errors } = await run(id, 'try');
      expect(errors?.[0]).toMatchObject({
        message: `Step 6 (reopen) of macro "try": Case ${number} can be reopened only from SOLVED, but is: OPEN.`,
        extensions: { code: 'MACRO_REFUSED' },
      });
      expect(await trace(id)).toEqual(before);
    });

    test('runs in its latest version; what is no macro, or no case, is refused', async () => {
      await define('solve', [{ reply: { text: 'Done' } }]);
      const again = await define('solve', [{ resolve: { resolution: 'as always' } }]);
      expect(again.data['defineMacro'].version).toBe(2);
      const { id } = await desk().openCase();
      expect((await run(id, 'solve')).data['runMacro'].case.status).toBe('SOLVED');
      const { data } = await desk().room.ask('{ macros { name version } }');
      expect(data['macros']).toContainEqual({ name: 'solve', version: 2 });
      expect(codeOf(await run(id, 'none'))).toBe('MACRO_NOT_FOUND');
      expect(codeOf(await run('none', 'solve'))).toBe('CASE_NOT_FOUND');
      expect(codeOf(await run('01a2016d-d6ee-778f-9356-fef12e6902d9', 'solve', true))).toBe(
        'CASE_NOT_FOUND',
      );
      expect(codeOf(await define('none', []))).toBe('BAD_USER_INPUT');
      expect(codeOf(await define('mine', TAKE, { division: 'banking' }))).toBe('FORBIDDEN');
    });

    /** All that a run leaves of itself. */
    async function trace(id: string) {
      const rows = await desk().rows(
        `select status, agent, priority, trail_length, first_replied_at,
           (select count(*) from service.case_reply where case_id = $1) as replies,
           (select count(*) from service.case_event where case_id = $1) as entries
         from service.service_case where id = $1`,
        [id],
      );
      const told = await desk().events();
      return [rows, told.filter(({ payload }) => payload.caseId === id)];
    }
  });
}
