import { DomainError } from '../../kit/domain-error.ts';
import type { Case } from '../model.ts';
import { actOf, type Maybe } from '../mutations/mutation-input.ts';
import type { ServiceContext } from '../services.ts';
import { escalationsOf } from './escalation-step.ts';
import type { QueueEntry } from './queue-reader.ts';
import { serves, type Agent, type Team } from './routing-model.ts';
import { ownTeam } from './own-team.ts';

const DEFAULT_FIRST = 50;
const MAX_FIRST = 200;

export const routingQueries = Object.freeze({
  async teams(
    _: unknown,
    { division }: { readonly division?: Maybe<string> },
    context: ServiceContext,
  ) {
    const { services, loaders } = context;
    const teams = [...(await services.dataSource.routing.teams()).values()];
    const wanted = [division ?? null, loaders.division].filter((one) => one !== null);
    return teams.filter((team) => wanted.every((one) => serves(team, one)));
  },

  async queue(
    _: unknown,
    args: { readonly team: string; readonly first?: Maybe<number> },
    context: ServiceContext,
  ): Promise<QueueParent> {
    const first = args.first ?? DEFAULT_FIRST;
    if (first < 0 || first > MAX_FIRST) {
      const message = `Argument "first" must be 0 to ${MAX_FIRST}, but got: ${first}.`;
      throw new DomainError('BAD_USER_INPUT', message);
    }
    const team = await ownTeam(args.team, 'team', context);
    const part = { team: team.id, bounds: context.loaders, first };
    return { team, entries: await context.services.dataSource.routing.queue(part) };
  },

  async nextCase(_: unknown, { team }: { readonly team: string }, context: ServiceContext) {
    await ownTeam(team, 'team', context);
    const taking = { team, bounds: context.loaders };
    return context.services.dataSource.routing.nextCase(taking, actOf(context));
  },
});

interface QueueParent {
  readonly team: Team;
  readonly entries: readonly QueueEntry[];
}

export const routingTypes = Object.freeze({
  Team: {
    agents: ({ id }: Team, _: unknown, { loaders }: ServiceContext) => loaders.teamAgents.load(id),
    queueLength: ({ id }: Team, _: unknown, { loaders }: ServiceContext) => lengthOf(id, loaders),
  },
  Agent: {
    load: async ({ id }: Agent, _: unknown, { loaders }: ServiceContext) =>
      (await loaders.agentLoad.load(id)) ?? 0,
  },
  Queue: {
    length: ({ team }: QueueParent, _: unknown, { loaders }: ServiceContext) =>
      lengthOf(team.id, loaders),
  },
});

async function lengthOf(team: string, { queueLength }: ServiceContext['loaders']): Promise<number> {
  return (await queueLength.load(team)) ?? 0;
}

/** What routing adds to a case. */
export const routedCase = Object.freeze({
  queuePosition: ({ id, queuedAt }: Case, _: unknown, { loaders }: ServiceContext) =>
    queuedAt === null ? null : loaders.queuePosition.load(id),
  async escalations({ id }: Case, _: unknown, { loaders }: ServiceContext) {
    const escalations = escalationsOf(await loaders.trail.load(id));
    return escalations.map(({ rung, ...escalation }) => {
      return { ...escalation, byClock: rung !== null };
    });
  },
});
