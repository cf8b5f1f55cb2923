import type { ConstArgumentNode } from 'graphql';

/**
 * Terminology: a *stand-in* is a field of the planner's supergraph alone. It takes no arguments and stands
 * for a field with the arguments that a `@requires` gives it, so that it shares a response key neither with
 * what the client asks nor with what another `@requires` wants.
 */
export interface StandIn {
  readonly name: string;
  /** The name of what it stands for. */
  readonly field: string;
  readonly arguments: readonly ConstArgumentNode[];
}

/** By name. */
export type StandIns = ReadonlyMap<string, StandIn>;

/** Names that clients' response keys do not have either: aliases of this form are not handed to the planner. */
export function standInName(field: string, number: number): string {
  return `${field}${STAND_IN_MARK}${number}`;
}

export const STAND_IN_MARK = '__args_';
