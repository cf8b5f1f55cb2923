import { DAY, YEAR } from './calendar.ts';
import type { Division } from './company.ts';
import type { Identity } from './people.ts';
import type { Random } from './random.ts';

/** A person as one division's customer. */
export interface Membership {
  readonly person: Identity;
  readonly division: Division;
  readonly localId: string;
  /** Midnight UTC, in milliseconds. */
  readonly joinedAt: number;
  /** How much they have to do with the company: 1 on average, the same in all divisions. */
  readonly activity: number;
}

/** Of 100 people 53 are with one division, 35 with two and 12 with all three. */
const MIXES = Object.freeze({
  banking: 27,
  lending: 11,
  insurance: 15,
  'banking lending': 15,
  'banking insurance': 14,
  'lending insurance': 6,
  'banking lending insurance': 12,
});

/** Every division numbers its customers in the order in which they came. */
export function makeMemberships(
  random: Random,
  people: readonly Identity[],
  asOf: number,
): readonly Membership[] {
  const drafts = people.flatMap((person, index) => draftsOf(random, person, { index, asOf }));
  const counts = new Map<Division, number>();
  return drafts
    .sort((left, right) => left.joinedAt - right.joinedAt || compare(left.person, right.person))
    .map((draft) => {
      const number = (counts.get(draft.division) ?? 0) + 1;
      counts.set(draft.division, number);
      return { ...draft, localId: NUMBERS[draft.division](number) };
    });
}

const NUMBERS: Readonly<Record<Division, (number: number) => string>> = Object.freeze({
  banking: (number) => `C${String(number).padStart(8, '0')}`,
  lending: (number) => `B-${100_000 + number}`,
  insurance: (number) => `H${String(number).padStart(7, '0')}`,
});

type Draft = Omit<Membership, 'localId'>;

function draftsOf(
  random: Random,
  person: Identity,
  { index, asOf }: { readonly index: number; readonly asOf: number },
): readonly Draft[] {
  // Names in the table are divisions by construction.
  const mix = (person.isExample ? 'banking lending insurance' : random.weighted(MIXES)).split(
    ' ',
  ) as Division[];
  const activity = person.isExample ? BUSIEST : Math.min(BUSIEST, random.skewed(0.75, 0.75));
  const drafts = mix.map((division) => {
    const joinedAt = person.isExample ? FIRST_YEARS * YEAR : yearsAgo(random, person, asOf);
    return { person, division, activity, joinedAt: midnight(asOf - joinedAt) };
  });
  const [first] = drafts;
  // Opened anew at the counter, where nobody looked whether there was a record already.
  const isTwice = first !== undefined && index > 50 && random.chance(0.012);
  return isTwice
    ? [...drafts, { ...first, joinedAt: midnight(asOf - random.next() * YEAR) }]
    : drafts;
}

/** Whom examples ask for was there first. */
const FIRST_YEARS = 15;
const BUSIEST = 8;

/** One in six came within the last year; nobody as a child. */
function yearsAgo(random: Random, person: Identity, asOf: number): number {
  const grown = asOf - Date.parse(person.birthDate) - 17 * YEAR;
  const ago = random.chance(1 / 6) ? random.next() * YEAR : YEAR * (1 + random.next() * 11);
  return Math.max(2 * DAY, Math.min(ago, grown));
}

function midnight(at: number): number {
  return Math.floor(at / DAY) * DAY;
}

function compare(left: Identity, right: Identity): number {
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}
