import type { ExecutionResult } from 'graphql';

import { confinedTo } from '../../schema/access/own-division.ts';
import { confinedToTeams } from '../../schema/access/own-team.ts';
import type { Announcement } from '../../schema/announcement.ts';
import type { Caller } from '../auth/caller.ts';
import { WrittenData } from '../execute/native/written-data.ts';

/** Whether a caller may know that the event was; null is for callers of whom nothing is asked. */
export function mayConcern(caller: Caller | null, { division }: Announcement): boolean {
  const own = caller === null ? null : confinedTo(caller);
  return own === null || own === division;
}

/**
 * Whether a caller may know that there was an event of which nothing else can be found out. An announcement does not say
 * which team has a case, so that whoever is confined to theirs may not.
 */
export function mayHearOfFailure(caller: Caller | null): boolean {
  return caller === null || confinedToTeams(caller) === null;
}

/** What an answer to an event is shown by. */
export interface Showing {
  readonly responseKey: string;
  /** Whether that the answer failed may be told where there is no object in it. */
  readonly tellsFailure: boolean;
}

/**
 * The answer to an event as its subscriber may see it; null for an object that they may not see or that is not there: an
 * event without an object would tell that there is one. A failure is told, to those who may know of the event.
 */
export function visibleResult(
  result: ExecutionResult,
  { responseKey, tellsFailure }: Showing,
): ExecutionResult | null {
  const data = plainData(result.data);
  const isThere = data?.[responseKey] !== undefined && data[responseKey] !== null;
  const isFailure =
    tellsFailure &&
    (result.errors ?? []).some(({ extensions }) => extensions['code'] !== 'FIELD_FORBIDDEN');
  if (!isThere && !isFailure) return null;
  return data === undefined ? result : { ...result, data };
}

type Data = Readonly<Record<string, unknown>>;

const plain = new WeakMap<WrittenData, Data>();

/** Read once for all subscribers who share it. */
function plainData(data: unknown): Data | null | undefined {
  if (!(data instanceof WrittenData)) return data as Data | null | undefined; // GraphQL's own form.
  let known = plain.get(data);
  if (known === undefined) {
    known = JSON.parse(data.bytes.toString()) as Data; // The engine wrote an object.
    plain.set(data, known);
  }
  return known;
}
