import { validate as isUuid } from 'uuid';
import { checkOwnDivision } from '../../kit/own-division.ts';
import { changed, checkOwnCases } from '../mutations/case-mutations.ts';
import { actOf, refuse, type Input } from '../mutations/mutation-input.ts';
import type { ServiceContext } from '../services.ts';
import { caseNotFound } from '../store/case-writer.ts';
import { checkTexts } from '../text-checks.ts';
import { stepsFault, type MacroStep } from './macro.ts';
import type { PlannedStep } from './plan-macro.ts';
import { readStep, type MacroStepInput } from './read-step.ts';

interface MacroInput {
  readonly name: string;
  readonly steps: readonly MacroStepInput[];
}

interface RunArguments {
  readonly id: string;
  readonly macro: string;
  readonly dryRun: boolean;
}

const queries = {
  macros: (_: unknown, __: unknown, { services }: ServiceContext) =>
    services.dataSource.macros.all(),
};

const mutations = {
  /** Macros are every division's, so whoever acts for one of them defines none. */
  defineMacro(_: unknown, { input }: Input<MacroInput>, context: ServiceContext) {
    checkOwnDivision(context.loaders, [null]);
    checkTexts([['input.name', input.name, 'name']]);
    const steps = input.steps.map(readStep);
    refuse(stepsFault(steps));
    return context.services.dataSource.macros.define({ name: input.name, steps }, actOf(context));
  },

  async runMacro(_: unknown, { id, macro, dryRun }: RunArguments, context: ServiceContext) {
    checkTexts([['macro', macro, 'name']]);
    if (!isUuid(id)) throw caseNotFound(id);
    await checkOwnCases([id], context);
    const { macros } = context.services.dataSource;
    const call = { caseId: id.toLowerCase(), macro };
    if (dryRun) return { ...(await macros.try(call, actOf(context))), dryRun };
    const run = await macros.run(call, actOf(context));
    return { ...run, case: changed(run.case, context), dryRun };
  },
};

export const macroResolvers = Object.freeze({
  Query: queries,
  Mutation: mutations,
  MacroStep: {
    verb: ({ verb }: MacroStep) => verb.toUpperCase(),
  },
  MacroRunStep: {
    verb: ({ command }: PlannedStep) => command.verb.toUpperCase(),
    /** What is written: a reply or a resolution, its placeholders filled in. */
    text({ command }: PlannedStep) {
      if (command.verb === 'resolve') return command.resolution;
      return command.verb === 'reply' ? command.text : null;
    },
  },
});
