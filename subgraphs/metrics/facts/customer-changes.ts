import type { CustomerChange, ProductFact } from '../tables.ts';

/** A customer of a division, and what they hold or held there. */
export interface Member {
  readonly division: string;
  readonly products: readonly ProductFact[];
}

/** Before anything that is dated: a customer without a known product was always one. */
const ALWAYS = -Infinity;

/**
 * What changed when about one customer, for the whole group and for each of their divisions: the changes
 * before an instant add up to what was true at it. Sums over customers answer for any day without reading
 * what each of them holds.
 */
export function customerChanges(
  identity: string,
  members: readonly Member[],
): readonly CustomerChange[] {
  const divisions = [...new Set(members.map((member) => member.division))];
  const held = members.flatMap((member) => member.products.map(holding).filter(isKnown));
  return [null, ...divisions].flatMap((division) => {
    const inScope = members.filter((member) => division === null || member.division === division);
    const active = Math.min(...inScope.map(activeFrom));
    const times = [active, ...held.flatMap(({ from, until }) => [from, until])];
    return changes({ identity, division }, instants(times, active), (at) =>
      stateAt(at, held, division),
    );
  });
}

interface Holding {
  readonly division: string;
  readonly from: number;
  readonly until: number;
}

/** What is true of a customer at an instant; numbers that add up over customers. */
type State = Omit<CustomerChange, 'identity' | 'division' | 'at'>;

const NOBODY: State = Object.freeze({
  customers: 0,
  holders: 0,
  products: 0,
  squares: 0,
  several: 0,
});

function stateAt(at: number, held: readonly Holding[], division: string | null): State {
  const open = held.filter(({ from, until }) => from <= at && at < until);
  const products = open.filter((one) => division === null || one.division === division).length;
  return {
    customers: 1,
    holders: products > 0 ? 1 : 0,
    products,
    squares: products ** 2,
    several: new Set(open.map((one) => one.division)).size > 1 ? 1 : 0,
  };
}

function changes(
  whose: Pick<CustomerChange, 'identity' | 'division'>,
  times: readonly number[],
  state: (at: number) => State,
): readonly CustomerChange[] {
  let before = NOBODY;
  return times.flatMap((at) => {
    const after = state(at);
    const change = {
      customers: after.customers - before.customers,
      holders: after.holders - before.holders,
      products: after.products - before.products,
      squares: after.squares - before.squares,
      several: after.several - before.several,
    };
    before = after;
    const changed = Object.values(change).some((number) => number !== 0);
    return changed ? [{ ...whose, at: at === ALWAYS ? '-infinity' : new Date(at), ...change }] : [];
  });
}

/** The instants at which anything changes once the customer is active, in order. */
function instants(times: readonly number[], active: number): readonly number[] {
  const dated = times.filter((at) => at >= active && at !== Infinity);
  return [...new Set(dated)].sort((left, right) => left - right);
}

function activeFrom({ products }: Member): number {
  const opened = products.flatMap(({ opened_at }) => opened_at?.getTime() ?? []);
  return opened.length === 0 ? ALWAYS : Math.min(...opened);
}

function holding({ division, opened_at, last_opened_at, closed_at }: ProductFact): Holding {
  const from = opened_at?.getTime() ?? Infinity;
  if (closed_at === null) return { division, from, until: Infinity };
  // What was opened again after its closing is open. What was opened but once is closed, whatever its dates.
  const again = opened_at !== null && last_opened_at !== null && last_opened_at > opened_at;
  const isOpen = again && last_opened_at > closed_at;
  return { division, from, until: isOpen ? Infinity : closed_at.getTime() };
}

function isKnown({ from }: Holding): boolean {
  return from !== Infinity;
}
