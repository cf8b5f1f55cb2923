import { latestWins } from './fact-kind.ts';

/** Digits of the longest chain, so that places in it compare as text. */
const DIGITS = 16;

/** What somebody asked of classified data on a day. Counts go on up to a place in the read ledger, and the last place counts. */
export const accessFacts = latestWins({
  table: 'access_count',
  key: ['count_id'],
  type: 'access.counted',
  keyOf: ({ payload }) => [`${payload.day}/${payload.division ?? ''}/${payload.agent ?? ''}`],
  rowOf: ({ payload }) => ({
    count_id: `${payload.day}/${payload.division ?? ''}/${payload.agent ?? ''}`,
    stamp: String(payload.position).padStart(DIGITS, '0'),
    at: new Date(payload.day),
    division: payload.division,
    agent: payload.agent,
    requests: payload.requests,
    denied: payload.denied,
    personal: payload.personal,
  }),
});
