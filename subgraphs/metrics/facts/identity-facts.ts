import { latestWins } from './fact-kind.ts';
import { stampOf } from './stamp.ts';

/** Which customer each division's customer is, as last linked. Where merges lead is worked out afterwards. */
export const crosswalkFacts = latestWins({
  table: 'crosswalk',
  key: ['division', 'local_id'],
  type: 'customer.linked',
  keyOf: ({ payload }) => [payload.division, payload.localId],
  rowOf: (event) => ({
    division: event.payload.division,
    local_id: event.payload.localId,
    linked_id: event.payload.customerId,
    stamp: stampOf(event),
    customer_id: event.payload.customerId,
  }),
});

export const redirectFacts = latestWins({
  table: 'redirect',
  key: ['merged_id'],
  type: 'customer.merged',
  keyOf: ({ payload }) => [payload.mergedId],
  rowOf: (event) => ({
    merged_id: event.payload.mergedId,
    customer_id: event.payload.customerId,
    stamp: stampOf(event),
  }),
});
