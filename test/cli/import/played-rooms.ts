import type { PlayedRequest, Reply } from '../played-gateway.ts';

type Row = Readonly<Record<string, any>>;

/** What the rooms behind a played gateway were sent, by their own numbers. */
export interface PlayedRooms {
  readonly cases: ReadonlyMap<string, Row>;
  readonly customers: ReadonlyMap<string, Row>;
  readonly borrowers: ReadonlyMap<string, Row>;
  readonly loans: ReadonlyMap<string, Row>;
  play(request: PlayedRequest): Reply;
}

/**
 * Takes records as the rooms do: one that is there already is unchanged, one whose number begins with
 * `refuse` is rejected.
 */
export function playedRooms(): PlayedRooms {
  const store = () => new Map<string, Row>();
  const [cases, customers, borrowers, loans] = [store(), store(), store(), store()];
  return {
    cases,
    customers,
    borrowers,
    loans,
    play({ query, variables }) {
      if (query.includes('importCase')) return answer(take(cases, variables['records']));
      if (query.includes('submitCustomerRecords')) return answer(submit(customers, variables));
      const { input } = variables;
      return answer(
        input.borrowers === undefined ? take(loans, input.loans) : take(borrowers, input.borrowers),
      );
    },
  };
}

const answer = (result: object): Reply => ({ kind: 'answer', body: { data: { result } } });

const numberOf = (row: Row): string => row['externalId'] ?? row['localId'] ?? row['id'];

function take(store: Map<string, Row>, rows: readonly Row[]) {
  const outcomes = rows.map((row) => outcomeOf(store, row));
  const count = (outcome: string) => outcomes.filter((one) => one === outcome).length;
  return {
    accepted: count('ACCEPTED'),
    unchanged: count('UNCHANGED'),
    unchangedAt: outcomes.flatMap((outcome, index) => (outcome === 'UNCHANGED' ? [index] : [])),
    rejections: outcomes.flatMap((outcome, index) =>
      outcome === 'REJECTED'
        ? [{ index, reason: `the room refuses ${numberOf(rows[index] ?? {})}` }]
        : [],
    ),
  };
}

function outcomeOf(store: Map<string, Row>, row: Row): string {
  const number = numberOf(row);
  if (number.startsWith('refuse')) return 'REJECTED';
  if (store.has(number)) return 'UNCHANGED';
  store.set(number, row);
  return 'ACCEPTED';
}

/** A customer whose phone number is `none` is kept with that as it came. */
function submit(store: Map<string, Row>, { records }: Row) {
  const results = (records as readonly Row[]).map((row) => {
    const outcome = outcomeOf(store, row);
    const raw = row['phones']?.[0]?.number === 'none';
    const faults = [
      ...(outcome === 'REJECTED' ? [{ field: 'localId', message: 'not wanted' }] : []),
      ...(raw ? [{ field: 'phones', message: 'not a phone number' }] : []),
    ];
    return { outcome, faults };
  });
  const count = (outcome: string) => results.filter((one) => one.outcome === outcome).length;
  return { accepted: count('ACCEPTED'), unchanged: count('UNCHANGED'), results };
}
