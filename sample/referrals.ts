import { contactTime, DAY, timeText, YEAR } from './calendar.ts';
import type { CustomerConsents, ReferralRow } from './company.ts';
import type { Membership } from './memberships.ts';
import type { Random } from './random.ts';

/** Who brought whom in the last year, oldest first. Somebody who came is brought by one customer only. */
export function makeReferrals(
  random: Random,
  memberships: readonly Membership[],
  asOf: number,
): readonly ReferralRow[] {
  const old = memberships.filter(({ joinedAt }) => joinedAt < asOf - YEAR);
  const came = memberships.filter(({ joinedAt }) => joinedAt >= asOf - YEAR + 90 * DAY);
  const won = came
    .filter(() => random.chance(0.12))
    .flatMap((referred) => wonReferral(random, referred, old));
  const others = old
    .filter(() => random.chance(0.014))
    .map((referrer) => openReferral(random, referrer, asOf));
  return [...won, ...others]
    .sort((left, right) => (left.at < right.at ? -1 : 1))
    .map((row, index) => ({ ...row, externalId: `SR-${String(index + 1).padStart(5, '0')}` }));
}

function wonReferral(
  random: Random,
  referred: Membership,
  old: readonly Membership[],
): readonly ReferralRow[] {
  const { division, person, joinedAt } = referred;
  const known = old.filter((one) => one.division === division && one.person !== person);
  if (known.length === 0) return [];
  const at = contactTime(random, joinedAt - 60 * DAY, joinedAt);
  return [
    {
      externalId: '',
      division,
      referrerLocalId: random.pick(known).localId,
      referredLocalId: referred.localId,
      at: timeText(at),
      outcome: 'WON',
    },
  ];
}

function openReferral(random: Random, referrer: Membership, asOf: number): ReferralRow {
  const at = contactTime(random, asOf - YEAR, asOf);
  return {
    externalId: '',
    division: referrer.division,
    referrerLocalId: referrer.localId,
    at: timeText(at),
    outcome: asOf - at < 60 * DAY ? 'PENDING' : 'LOST',
  };
}

/** What customers agreed to when they came; some have thought better of it since. */
export function makeConsents(
  random: Random,
  memberships: readonly Membership[],
  asOf: number,
): readonly CustomerConsents[] {
  return memberships.map(({ division, localId, joinedAt }) => {
    const later = joinedAt + random.next() * (asOf - joinedAt);
    const consent = (purpose: string, share: number) => {
      const granted = random.chance(share);
      const at = timeText(granted || random.chance(0.7) ? joinedAt : later);
      return { purpose, granted, at };
    };
    return {
      division,
      localId,
      consents: [
        { ...consent('marketing', 0.46), channel: 'EMAIL' as const },
        { ...consent('marketing', 0.22), channel: 'PHONE' as const },
        consent('data-sharing-between-divisions', 0.71),
      ],
    };
  });
}
