import { MOST_LEVELS, ROLES, type Role } from '../roles.ts';
import { makeLevelTable, type LevelTable } from '../weigh/level-counts.ts';
import { makeModel, type MatchModel } from '../weigh/model.ts';

/** How often each level comes among records of one person, and among records of different ones. Worst first. */
interface Beliefs {
  readonly role: Role;
  readonly matches: readonly number[];
  readonly others: readonly number[];
}

/**
 * What is believed of customers before a company has records to learn from. Chances for "same" are those of a
 * large town: one in 20,000 people is born on a given day, one in 150 has a given family name.
 */
const BELIEFS: Readonly<Record<string, Beliefs>> = {
  givenName: {
    role: 'givenName',
    matches: [0.03, 0.01, 0.01, 0.01, 0.03, 0.05, 0.86],
    others: [0.955, 0.005, 0.003, 0.003, 0.004, 0.015, 0.015],
  },
  familyName: {
    role: 'familyName',
    matches: [0.06, 0.01, 0.002, 0.02, 0.04, 0.003, 0.865],
    others: [0.983, 0.004, 0.0005, 0.002, 0.001, 0.0005, 0.007],
  },
  otherNames: { role: 'otherNames', matches: [0.1, 0.1, 0.8], others: [0.96, 0.02, 0.02] },
  birthDate: {
    role: 'birthDate',
    matches: [0.01, 0.005, 0.015, 0.04, 0.93],
    others: [0.868, 0.013, 0.09, 0.02895, 0.00005],
  },
  gender: { role: 'gender', matches: [0.02, 0.98], others: [0.5, 0.5] },
  identifier: {
    role: 'identifier',
    matches: [0.02, 0.005, 0.015, 0.96],
    others: [0.9989, 0.001, 0.0001, 0.000001],
  },
  email: {
    role: 'email',
    matches: [0.25, 0.05, 0.02, 0.68],
    others: [0.99987, 0.0001, 0.00002, 0.00001],
  },
  phone: {
    role: 'phone',
    matches: [0.2, 0.02, 0.03, 0.75],
    others: [0.99966, 0.0003, 0.00002, 0.00002],
  },
  street: {
    role: 'street',
    matches: [0.2, 0.05, 0.05, 0.7],
    others: [0.985, 0.0129, 0.002, 0.0001],
  },
  locality: {
    role: 'locality',
    matches: [0.1, 0.02, 0.03, 0.85],
    others: [0.95, 0.01, 0.01, 0.03],
  },
  postalCode: {
    role: 'postalCode',
    matches: [0.15, 0.01, 0.03, 0.03, 0.03, 0.75],
    others: [0.977, 0.003, 0.005, 0.01, 0.003, 0.002],
  },
};

/** Whoever shares a home shares all of it, and often a telephone and a family name. */
const OVERLAPS: readonly (readonly [string, string, number])[] = [
  ['familyName', 'street', 4],
  ['email', 'phone', 5],
  ['phone', 'street', 5],
  ['street', 'postalCode', 7],
  ['locality', 'postalCode', 4.5],
];

/** The odds against two customers being one: those of a company with some hundred thousand. */
const PRIOR = 2 ** -17;

/** The first version of the model; what is learnt later gets later versions. */
export const defaultModel: MatchModel = makeDefaultModel();

function makeDefaultModel(): MatchModel {
  const entries = Object.entries(BELIEFS);
  const names = entries.map(([name]) => name);
  const fields = entries.map(([name, { role }]) => ({ name, role, kind: ROLES[role].kind }));
  return makeModel('default-1', fields, {
    m: tableOf(entries.map(([, { matches }]) => matches)),
    u: tableOf(entries.map(([, { others }]) => others)),
    prior: PRIOR,
    overlaps: OVERLAPS.map(([one, other, bits]) => ({
      fields: [names.indexOf(one), names.indexOf(other)],
      bits,
    })),
  });
}

function tableOf(shares: readonly (readonly number[])[]): LevelTable {
  const table = makeLevelTable(shares.length);
  shares.forEach((levels, field) => {
    levels.forEach((share, index) => (table[field * MOST_LEVELS + index + 1] = share));
  });
  return table;
}
