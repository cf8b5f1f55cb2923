import type { Fault } from '../model.ts';
import type { KnownCase } from '../store/known-cases.ts';
import { importKey } from './import-batch.ts';

interface Joining {
  readonly division: string;
  readonly customerLocalId?: string | null;
  readonly caseExternalId?: string | null;
}

export interface Joined {
  readonly caseId: string | null;
  readonly localId: string | null;
  readonly faults: readonly Fault[];
}

/** The case that a record names, and whose record it is: the customer named in it, else the case's. */
export function joinCase(record: Joining, known: ReadonlyMap<string, KnownCase>): Joined {
  const { division, customerLocalId = null, caseExternalId = null } = record;
  if (caseExternalId === null) return { caseId: null, localId: customerLocalId, faults: [] };
  const found = known.get(importKey(division, caseExternalId));
  if (found === undefined) {
    return {
      caseId: null,
      localId: customerLocalId,
      faults: [unknownCase(division, caseExternalId)],
    };
  }
  const faults = differs(customerLocalId, found.localId) ? [otherCustomer(record, found)] : [];
  return { caseId: found.id, localId: customerLocalId ?? found.localId, faults };
}

function differs(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other;
}

function unknownCase(division: string, caseExternalId: string): Fault {
  const reason = `"caseExternalId" must name a case that ${division} has sent before, but got: ${caseExternalId}. Taken without a case.`;
  return { rule: 'CASE_UNKNOWN', reason };
}

function otherCustomer({ customerLocalId }: Joining, { localId }: KnownCase): Fault {
  const reason = `"customerLocalId" must be the customer of the case, ${localId ?? ''}, but is: ${customerLocalId ?? ''}.`;
  return { rule: 'CASE_OF_ANOTHER_CUSTOMER', reason };
}
