/** The words of routing, as the schema has them. */
export type Presence = 'AVAILABLE' | 'AWAY';
export type TeamKind = 'POOL' | 'CLIENT_TEAM';
/** PULL: agents take the next case. PUSH: they are given it. */
export type TeamAssignment = 'PULL' | 'PUSH';
export type Volume = 'HIGH' | 'LOW';

export interface Team {
  readonly id: string;
  readonly name: string;
  /** Null: it serves every division. */
  readonly division: string | null;
  readonly kind: TeamKind;
  readonly assignment: TeamAssignment;
  /** The team that functional escalations go to. */
  readonly secondLine: string | null;
  /** Subjects, from who leads the team upwards: each hierarchical escalation goes to the next. */
  readonly leads: readonly string[];
}

/** What an agent can do. A list that is empty asks for nothing. */
export interface Skills {
  readonly caseTypes: readonly string[];
  readonly categories: readonly string[];
  readonly divisions: readonly string[];
  /** BCP 47 ranges: `en` is met by `en-GB`. */
  readonly languages: readonly string[];
}

export interface Agent extends Skills {
  /** The subject of their tokens. */
  readonly id: string;
  readonly team: string;
  /** How many unsolved cases they have at most. */
  readonly capacity: number;
  readonly presence: Presence;
}

export function serves({ division }: Pick<Team, 'division'>, other: string): boolean {
  return division === null || division === other;
}
