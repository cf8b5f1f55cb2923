/** An agent as they are when cases are given out. */
export interface FreeAgent {
  readonly id: string;
  readonly capacity: number;
  /** Unsolved cases that they have. */
  readonly load: number;
  readonly idleSince: Date;
}

/** A case to be given out, and who can have it. */
export interface OpenWork {
  readonly caseId: string;
  readonly agents: readonly string[];
}

export interface Assignment {
  readonly caseId: string;
  readonly agent: string;
}

/**
 * Gives each case, in the order of the queue, to the agent with the least load for their capacity; of equals to
 * who was given none for longest, then to the first by id. What nobody has room for is left out.
 */
export function planAssignments(
  work: readonly OpenWork[],
  agents: readonly FreeAgent[],
  now: Date,
): readonly Assignment[] {
  const state = new Map(agents.map((agent) => [agent.id, agent]));
  return work.flatMap(({ caseId, agents: fitting }): readonly Assignment[] => {
    const chosen = leastBusy(fitting.flatMap((id) => state.get(id) ?? []));
    if (chosen === undefined) return [];
    state.set(chosen.id, { ...chosen, load: chosen.load + 1, idleSince: now });
    return [{ caseId, agent: chosen.id }];
  });
}

function leastBusy(agents: readonly FreeAgent[]): FreeAgent | undefined {
  const [first] = agents.filter(hasRoom).sort(compare);
  return first;
}

export function hasRoom({ load, capacity }: Pick<FreeAgent, 'load' | 'capacity'>): boolean {
  return load < capacity;
}

function compare(one: FreeAgent, other: FreeAgent): number {
  return (
    // Shares compared crosswise: no rounding makes two of them differ, or equal.
    one.load * other.capacity - other.load * one.capacity ||
    one.idleSince.getTime() - other.idleSince.getTime() ||
    (one.id < other.id ? -1 : 1)
  );
}
