import type { Kysely, Transaction } from 'kysely';
import { DomainError } from '../../kit/domain-error.ts';
import type { TrailEntry } from '../cases/case-trail.ts';
import type { Case } from '../model.ts';
import type { ServiceTables } from '../tables.ts';
import { caseReader } from './case-reader.ts';
import { addEntry, lockCase, type Act } from './case-writer.ts';

export interface CaseMerge {
  readonly id: string;
  readonly into: string;
}

/**
 * Closes a case whose matter is another's, which waits since the earlier of the two from now on. Both are
 * locked, in the order of their ids, so that two merges at once wait for each other in turn and never for
 * ever. Throws BAD_USER_INPUT, CASE_NOT_FOUND and CASE_TRANSITION_REFUSED.
 */
export function mergeCases(
  database: Kysely<ServiceTables>,
  { id, into }: CaseMerge,
  act: Act,
): Promise<Case> {
  return database.transaction().execute(async (transaction) => {
    const locked = new Map<string, Case>();
    for (const each of [id, into].map((one) => one.toLowerCase()).sort()) {
      locked.set(each, await lockCase(transaction, each));
    }
    const [merged, kept] = [locked.get(id.toLowerCase()), locked.get(into.toLowerCase())];
    if (merged === undefined || kept === undefined || merged.id === kept.id) {
      throw refusal(`"into" must name another case than "id", but got: ${JSON.stringify(into)}`);
    }
    if (merged.division !== kept.division || merged.localId !== kept.localId) {
      throw refusal(
        `"into" must name a case of the same customer as ${merged.number}, but got: ${kept.number}`,
      );
    }
    const openedAt = await waitingSince(transaction, merged);
    await addEntry(transaction, merged, { verb: 'merge', into: kept.id, ...act });
    return addEntry(transaction, kept, { verb: 'absorb', caseId: merged.id, openedAt, ...act });
  });
}

function refusal(fault: string): DomainError {
  return new DomainError('BAD_USER_INPUT', `Argument ${fault}.`);
}

/** What it took in itself may have waited longer. */
async function waitingSince(
  transaction: Transaction<ServiceTables>,
  merged: Case,
): Promise<string> {
  const trail = (await caseReader(transaction).trails([merged.id])).get(merged.id) ?? [];
  const times = trail.flatMap(({ verb, ...rest }: TrailEntry) =>
    verb === 'absorb' && 'openedAt' in rest ? [rest.openedAt] : [],
  );
  return [merged.openedAt.toISOString(), ...times].sort()[0] ?? merged.openedAt.toISOString();
}
