import type { Case } from '../model.ts';
import { changed, checkOwnCases } from '../mutations/case-mutations.ts';
import { actOf, type Input, type Maybe } from '../mutations/mutation-input.ts';
import type { ServiceContext } from '../services.ts';
import { checkTexts } from '../text-checks.ts';
import { complaintOf, type ComplaintDecision, type ComplaintState } from './complaint-machine.ts';

interface StepInput {
  readonly to: ComplaintState;
  readonly decision?: Maybe<ComplaintDecision>;
  readonly note?: Maybe<string>;
}

const mutations = {
  async advanceComplaint(
    _: unknown,
    { id, input }: Input<StepInput> & { readonly id: string },
    context: ServiceContext,
  ) {
    const { to: state, decision = null, note = null } = input;
    checkTexts([['input.note', note, 'prose']]);
    await checkOwnCases([id], context);
    const { advanceComplaint } = context.services.dataSource;
    const advanced = await advanceComplaint(id, { state, decision, note }, actOf(context));
    context.loaders.complaintSteps.clear(advanced.id);
    return changed(advanced, context);
  },
};

export const complaintResolvers = Object.freeze({
  Mutation: mutations,
  Case: {
    async complaint({ id, type, openedAt }: Case, _: unknown, { loaders }: ServiceContext) {
      if (type !== 'COMPLAINT') return null;
      return complaintOf(openedAt, await loaders.complaintSteps.load(id));
    },
  },
});
