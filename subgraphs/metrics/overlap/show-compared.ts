import { measureKpis, measureOn, onOneState, type Asked } from '../measures/measure-kpis.ts';
import { withholdSmall, type ShownKpi } from '../measures/withhold-small.ts';
import type { Kpi, Scope } from '../model.ts';
import type { MetricsContext } from '../services.ts';
import { forgetQuestion, rememberQuestion, settleQuestion } from './question-store.ts';
import { questionOf } from './question.ts';
import { toldOf } from './told-of.ts';
import { untoldGroups } from './untold-groups.ts';

/**
 * KPIs as somebody may see them who may see no small groups: without those, and without what would tell of one to four by
 * its difference from what the same person was told of other periods.
 */
export async function showCompared(
  { caller, services }: MetricsContext,
  kpis: readonly Kpi[],
  { scope, asked }: { readonly scope: Scope; readonly asked?: Asked },
): Promise<readonly ShownKpi[]> {
  const { database, clock } = services;
  const question = questionOf(kpis, scope);
  if (question.kpis.length === 0) {
    return withholdSmall(await measureKpis(database, kpis, scope, asked));
  }
  const { subject } = caller;
  const { id, before } = await rememberQuestion(database, question, { subject, at: clock() });
  try {
    const shown = await onOneState(database, async (state) => {
      const measured = await measureOn(state, kpis, scope, asked);
      const untold = await untoldGroups(state, { scope, question, before, measured });
      const groups = withholdSmall(measured, untold);
      return { groups, answer: toldOf(question, measured, groups) };
    });
    await settleQuestion(database, question, { id, before, answer: shown.answer });
    return shown.groups;
  } catch (error) {
    // Should this fail too, it stays remembered as told, which is on the safe side.
    await forgetQuestion(database, id).catch(() => undefined);
    throw error;
  }
}
