import type { NewEvent } from '../../kit/outbox.ts';
import type { AssignedCustomer, Assignment, Link } from '../linking/assign-customers.ts';
import { sourceText } from '../model.ts';

interface Linked {
  readonly assignment: Assignment;
  /** Links that are new or say something else than before. */
  readonly changed: readonly Link[];
  /** By `sourceText`. */
  readonly before: ReadonlyMap<string, Link>;
  readonly now: Date;
}

/** What other rooms are told: merges, splits, and each record's link that changed. */
export function linkEvents({ assignment, changed, before, now }: Linked): readonly NewEvent[] {
  const occurredAt = now.toISOString();
  return [
    ...assignment.merged.map((payload): NewEvent => ({
      type: 'customer.merged',
      occurredAt,
      payload,
    })),
    ...assignment.customers
      .flatMap((customer) => splitsOf(customer, before))
      .map((payload): NewEvent => ({ type: 'customer.split', occurredAt, payload })),
    ...changed.map(({ division, localId, customerId, probability }): NewEvent => {
      const payload = { division, localId, customerId, matchProbability: probability };
      return { type: 'customer.linked', occurredAt, payload };
    }),
  ];
}

/** The customers that a new or revived one was part of, each with the records that left it. */
function splitsOf({ id, origin, links }: AssignedCustomer, before: ReadonlyMap<string, Link>) {
  if (origin === 'known') return [];
  const left = new Map<string, { division: string; localId: string }[]>();
  for (const { division, localId } of links) {
    const former = before.get(sourceText({ division, localId }))?.customerId;
    if (former === undefined || former === id) continue;
    left.set(former, [...(left.get(former) ?? []), { division, localId }]);
  }
  return [...left].map(([customerId, records]) => ({ customerId, newCustomerId: id, records }));
}
