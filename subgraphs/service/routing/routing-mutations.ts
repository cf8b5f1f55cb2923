import { DomainError } from '../../kit/domain-error.ts';
import { checkOwnDivision } from '../../kit/own-division.ts';
import { isGiven } from '../given.ts';
import type { CaseType, EscalationKind, SourceRef } from '../model.ts';
import { changed, checkOwnCases } from '../mutations/case-mutations.ts';
import { actOf, refuse, type Input, type Maybe } from '../mutations/mutation-input.ts';
import type { ServiceContext } from '../services.ts';
import { checkTexts } from '../text-checks.ts';
import { ownTeam } from './own-team.ts';
import {
  serves,
  type Agent,
  type Presence,
  type Team,
  type TeamAssignment,
  type TeamKind,
} from './routing-model.ts';
import { agentNotFound } from './take-next-case.ts';

interface TeamInput {
  readonly id: string;
  readonly name: string;
  readonly division?: Maybe<string>;
  readonly kind: TeamKind;
  readonly assignment?: Maybe<TeamAssignment>;
  readonly secondLine?: Maybe<string>;
  readonly leads?: Maybe<readonly string[]>;
  readonly clients?: Maybe<readonly SourceRef[]>;
}

interface AgentInput {
  readonly id: string;
  readonly team: string;
  readonly capacity: number;
  readonly caseTypes?: Maybe<readonly CaseType[]>;
  readonly categories?: Maybe<readonly string[]>;
  readonly divisions?: Maybe<readonly string[]>;
  readonly languages?: Maybe<readonly string[]>;
}

export const routingMutations = Object.freeze({
  async registerTeam(_: unknown, { input }: Input<TeamInput>, context: ServiceContext) {
    checkTeamTexts(input);
    const { id, name, kind, division = null, secondLine = null } = input;
    const clients = input.clients ?? [];
    refuse(clientsFault(input));
    if (secondLine !== null) await ownTeam(secondLine, 'input.secondLine', context);
    const { routing } = context.services.dataSource;
    const before = (await routing.teams()).get(id);
    checkOwnDivision(context.loaders, [
      division,
      ...(before === undefined ? [] : [before.division]),
    ]);
    const assignment = input.assignment ?? 'PULL';
    const team = { id, name, kind, division, assignment, secondLine, leads: input.leads ?? [] };
    const registered = await routing.registerTeam({ ...team, clients }, actOf(context));
    context.services.kick();
    return registered;
  },

  async registerAgent(_: unknown, { input }: Input<AgentInput>, context: ServiceContext) {
    const { id, team, capacity, caseTypes, categories, divisions, languages } = input;
    checkTexts([
      ['input.id', id, 'name'],
      ...namesIn('input.categories', categories),
      ...namesIn('input.divisions', divisions),
    ]);
    refuse(capacityFault(capacity));
    const { division } = await ownTeam(team, 'input.team', context);
    checkOwnDivision(context.loaders, [division]);
    await checkOwnAgent(id, context);
    const agent = {
      id,
      team,
      capacity,
      caseTypes: caseTypes ?? [],
      categories: categories ?? [],
      divisions: divisions ?? [],
      languages: languages ?? [],
    };
    const { routing } = context.services.dataSource;
    return staffed(await routing.registerAgent(agent, actOf(context)), context);
  },

  async setAgentPresence(
    _: unknown,
    args: { readonly presence: Presence; readonly agent?: Maybe<string> },
    context: ServiceContext,
  ) {
    const { caller } = context;
    checkTexts([['agent', args.agent, 'name']]);
    const agent = args.agent ?? caller.subject;
    if (agent !== caller.subject) await checkMayRoute(agent, context);
    const { routing } = context.services.dataSource;
    return staffed(await routing.setPresence(agent, args.presence, actOf(context)), context);
  },

  async takeNextCase(_: unknown, { team }: { readonly team: string }, context: ServiceContext) {
    await ownTeam(team, 'team', context);
    const { routing } = context.services.dataSource;
    const taking = { team, bounds: context.loaders };
    const taken = await routing.takeNextCase(taking, actOf(context));
    return taken === null ? null : changed(taken, context);
  },

  async transferCase(
    _: unknown,
    transfer: { readonly id: string; readonly toTeam: string; readonly reason: string },
    context: ServiceContext,
  ) {
    checkTexts([['reason', transfer.reason, 'message']]);
    await checkOwnCases([transfer.id], context);
    await ownTeam(transfer.toTeam, 'toTeam', context);
    const { routing } = context.services.dataSource;
    return changed(await routing.transferCase(transfer, actOf(context)), context);
  },

  async escalateCase(
    _: unknown,
    escalation: { readonly id: string; readonly kind: EscalationKind; readonly reason: string },
    context: ServiceContext,
  ) {
    checkTexts([['reason', escalation.reason, 'message']]);
    await checkOwnCases([escalation.id], context);
    const { routing } = context.services.dataSource;
    return changed(await routing.escalateCase(escalation, actOf(context)), context);
  },
});

function staffed(agent: Agent, { services, loaders }: ServiceContext): Agent {
  services.kick();
  loaders.teamAgents.clear(agent.team);
  return agent;
}

/** Others' presence is for who may route, and of their own division. Throws FORBIDDEN and AGENT_NOT_FOUND. */
async function checkMayRoute(agent: string, context: ServiceContext): Promise<void> {
  if (!context.caller.scopes.includes('service:route')) {
    throw new DomainError('FORBIDDEN', 'Only who may route can set the presence of others.');
  }
  const team = await teamOfAgent(agent, context);
  const { division } = context.loaders;
  if (team !== null && division !== null && !serves(team, division)) throw agentNotFound(agent);
  await checkOwnAgent(agent, context);
}

/**
 * Whoever acts for one division staffs the teams of that one alone: a team that serves all is not theirs to change, nor
 * is who is in it already. Throws FORBIDDEN.
 */
async function checkOwnAgent(id: string, context: ServiceContext): Promise<void> {
  const team = await teamOfAgent(id, context);
  if (team !== null) checkOwnDivision(context.loaders, [team.division]);
}

async function teamOfAgent(id: string, { services }: ServiceContext): Promise<Team | null> {
  const { routing } = services.dataSource;
  const known = await routing.agent(id);
  return known === null ? null : ((await routing.teams()).get(known.team) ?? null);
}

function checkTeamTexts({ id, name, division, secondLine, leads, clients }: TeamInput): void {
  checkTexts([
    ['input.id', id, 'name'],
    ['input.name', name, 'name'],
    ['input.division', division, 'name'],
    ['input.secondLine', secondLine, 'name'],
    ...namesIn('input.leads', leads),
    ...namesIn(
      'input.clients',
      clients?.flatMap(({ division: of, localId }) => [of, localId]),
    ),
  ]);
}

function namesIn(name: string, texts: Maybe<readonly string[]>) {
  return (texts ?? []).map((text) => [name, text, 'name'] as const);
}

/** More customers than these are no longer served by name; a statement also takes only so many values. */
const MOST_CLIENTS = 10_000;

/** Only a client team has customers of its own, and each is of a division that it serves. */
function clientsFault({ kind, division, clients }: TeamInput): string | null {
  if (!isGiven(clients) || clients.length === 0) return null;
  if (kind !== 'CLIENT_TEAM') {
    return `"input.clients" must be left out of a team that is no CLIENT_TEAM, but has: ${clients.length}.`;
  }
  if (clients.length > MOST_CLIENTS) {
    return `"input.clients" must be at most ${MOST_CLIENTS}, but are: ${clients.length}.`;
  }
  const stranger = clients.find((client) => (division ?? client.division) !== client.division);
  return stranger === undefined
    ? null
    : `"input.clients" must be of division ${division ?? ''}, but one is of: ${stranger.division}.`;
}

const MAX_CAPACITY = 1_000;

function capacityFault(capacity: number): string | null {
  if (capacity >= 0 && capacity <= MAX_CAPACITY) return null;
  return `"input.capacity" must be 0 to ${MAX_CAPACITY}, but is: ${capacity}.`;
}
