import { DomainError } from '../../kit/domain-error.ts';
import { isDone, transitionRefused } from '../cases/case-machine.ts';
import { queueOf } from '../cases/queue-events.ts';
import type { Case, EscalationKind } from '../model.ts';
import { caseReader } from '../store/case-reader.ts';
import {
  addEntry,
  lockCase,
  moveCase,
  openCase,
  type Act,
  type CaseCommand,
  type NewCase,
} from '../store/case-writer.ts';
import { enterQueue, keepDueTime } from './enter-queue.ts';
import { escalationsOf, nextStep } from './escalation-step.ts';
import { serves } from './routing-model.ts';
import type { RoutingStore } from './routing-store.ts';
import { findAgent, findTeam, readTeams } from './team-reader.ts';

/** Opens a case in the queue of its team, where there is one. */
export async function openRoutedCase(store: RoutingStore, input: NewCase, act: Act): Promise<Case> {
  return enterQueue(store, await openCase(store.transaction, input, act), act);
}

/** As `moveCase`; a case that is reopened waits for its team when whoever had it is not there. */
export async function moveRoutedCase(
  store: RoutingStore,
  id: string,
  command: CaseCommand,
  act: Act,
): Promise<Case> {
  const moved = await moveCase(store, id, command, act);
  const placed = command.verb === 'reopen' ? await comeBack(store, moved, act) : moved;
  if (queueOf(placed) !== null) await keepDueTime(store, placed);
  return placed;
}

async function comeBack(store: RoutingStore, one: Case, act: Act): Promise<Case> {
  if (one.agent !== null) {
    const agent = await findAgent(store.transaction, one.agent);
    // Nobody knows of the presence of who is not registered.
    if (agent === null || agent.presence === 'AVAILABLE') return one;
  }
  if (one.team === null) return enterQueue(store, one, act);
  const back = { verb: 'route', team: one.team, rule: null, version: null, ...act } as const;
  return addEntry(store.transaction, one, back);
}

export interface Transfer {
  readonly id: string;
  readonly toTeam: string;
  readonly reason: string;
}

/**
 * Puts a case into the queue of another team, or back into that of its own. Throws CASE_NOT_FOUND, TEAM_NOT_FOUND,
 * BAD_USER_INPUT and CASE_TRANSITION_REFUSED.
 */
export async function transferCase(
  store: RoutingStore,
  { id, toTeam, reason }: Transfer,
  act: Act,
): Promise<Case> {
  const before = await lockCase(store.transaction, id);
  const team = await findTeam(store.transaction, toTeam, 'toTeam');
  if (!serves(team, before.division)) {
    throw refusal(
      `Argument "toTeam" must name a team that serves division ${before.division}`,
      team.id,
    );
  }
  if (before.team === team.id && before.queuedAt !== null) {
    throw refusal(
      `Argument "toTeam" must name another team than the one whose queue ${before.number} is in`,
      team.id,
    );
  }
  const move = { verb: 'transfer', team: team.id, from: before.team, reason } as const;
  const moved = await addEntry(store.transaction, before, { ...move, ...act });
  await keepDueTime(store, moved);
  return moved;
}

export interface Escalation {
  readonly id: string;
  readonly kind: EscalationKind;
  readonly reason: string;
}

/** Throws CASE_NOT_FOUND, CASE_TRANSITION_REFUSED, and ESCALATION_IMPOSSIBLE when nobody stands above. */
export async function escalateCase(
  store: RoutingStore,
  { id, kind, reason }: Escalation,
  act: Act,
): Promise<Case> {
  const { transaction } = store;
  const before = await lockCase(transaction, id);
  if (isDone(before.status)) throw transitionRefused(before.number, before.status, 'escalate');
  const trail = (await caseReader(transaction).trails([before.id])).get(before.id) ?? [];
  const teams = await readTeams(transaction);
  const standing = { team: before.team, history: escalationsOf(trail), teams };
  const step = nextStep({ kind, to: null }, standing);
  if (step.kind === 'nobody') throw nobodyAbove(before, kind);
  const { level, from, to } = step;
  const move = { verb: 'escalate', kind, level, from, to, reason, rung: null } as const;
  const moved = await addEntry(transaction, before, { ...move, ...act });
  if (queueOf(moved) !== null) await keepDueTime(store, moved);
  return moved;
}

function nobodyAbove({ number, team }: Case, kind: EscalationKind): DomainError {
  const wanted = kind === 'FUNCTIONAL' ? 'a team with a second line' : 'a team with another lead';
  const message = `Case ${number} must be with ${wanted} to be escalated, but is with: ${team ?? 'no team'}.`;
  return new DomainError('ESCALATION_IMPOSSIBLE', message);
}

function refusal(expected: string, came: string): DomainError {
  return new DomainError('BAD_USER_INPUT', `${expected}, but got: ${JSON.stringify(came)}.`);
}
