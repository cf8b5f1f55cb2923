import { pickAgent, pickTopic, type SampleCase } from './cases.ts';
import { contactTime, DAY, timeText, YEAR } from './calendar.ts';
import type { Channel, InteractionRow } from './company.ts';
import type { Membership } from './memberships.ts';
import type { Random } from './random.ts';

interface Contact {
  readonly at: number;
  readonly row: InteractionRow;
}

interface Setting {
  readonly asOf: number;
  readonly pickMembership: () => Membership;
}

/** Calls, chats and letters of a year, oldest first: those of cases, and `count` that led to no case. */
export function makeInteractions(
  random: Random,
  cases: readonly SampleCase[],
  count: number,
  setting: Setting,
): readonly InteractionRow[] {
  const ofCases = cases.flatMap((one) => caseContacts(random, one, setting.asOf));
  const others = looseContacts(random, count, setting);
  return [...ofCases, ...others]
    .sort((left, right) => left.at - right.at)
    .map(({ row }, index) => ({ ...row, externalId: `SI-${String(index + 1).padStart(7, '0')}` }));
}

/** The contact that opened the case, sometimes one to ask how far it is, sometimes a call back. */
function caseContacts(random: Random, one: SampleCase, asOf: number): readonly Contact[] {
  const { row, openedAt, repliedAt, resolvedAt, membership, topic } = one;
  const base = { membership, topic: topic.subject, caseExternalId: row.externalId };
  const end = resolvedAt ?? asOf;
  const contacts = [
    contact(random, { ...base, at: openedAt, channel: row.channel, direction: 'INBOUND' }),
  ];
  if (repliedAt !== null && end - repliedAt > DAY && random.chance(0.4)) {
    const at = contactTime(random, repliedAt, end);
    contacts.push(contact(random, { ...base, at, channel: 'PHONE', direction: 'INBOUND' }));
  }
  if (resolvedAt !== null && random.chance(0.2)) {
    contacts.push(
      contact(random, { ...base, at: resolvedAt, channel: 'PHONE', direction: 'OUTBOUND' }),
    );
  }
  return contacts;
}

const CHANNELS: Readonly<Partial<Record<Channel, number>>> = {
  PHONE: 68,
  CHAT: 14,
  EMAIL: 12,
  SMS: 4,
  IN_PERSON: 2,
};

/** Who hung up, or was not helped, often tries again within days. */
function looseContacts(random: Random, count: number, setting: Setting): readonly Contact[] {
  const contacts: Contact[] = [];
  while (contacts.length < count) {
    const membership = setting.pickMembership();
    const topic = pickTopic(random, membership).subject;
    const channel = random.weighted(CHANNELS as Record<Channel, number>);
    const from = Math.max(membership.joinedAt, setting.asOf - YEAR);
    let at = contactTime(random, from, setting.asOf);
    for (let again = true; again && contacts.length < count;) {
      const made = contact(random, { membership, topic, channel, at, direction: 'INBOUND' });
      contacts.push(made);
      const next = at + random.between(1, 9) * DAY;
      again = next < setting.asOf && random.chance(made.row.resolved === true ? 0.06 : 0.5);
      at = next;
    }
  }
  return contacts;
}

interface ContactFacts {
  readonly membership: Membership;
  readonly topic: string;
  readonly caseExternalId?: string;
  readonly channel: Channel;
  readonly at: number;
  readonly direction: InteractionRow['direction'];
}

function contact(random: Random, facts: ContactFacts): Contact {
  const { membership, topic, caseExternalId, channel, at, direction } = facts;
  const isCall = channel === 'PHONE' && direction === 'INBOUND';
  // A call that opened a case was answered.
  const isLoose = caseExternalId === undefined;
  const outcome = isCall && isLoose ? callOutcome(random) : 'HANDLED';
  const isAnonymous = outcome === 'PHANTOM' || (outcome === 'ABANDONED' && random.chance(0.3));
  return {
    at,
    row: {
      externalId: '',
      division: membership.division,
      ...(isAnonymous ? {} : { customerLocalId: membership.localId }),
      ...(isLoose ? {} : { caseExternalId }),
      channel,
      direction,
      at: timeText(at),
      ...(outcome === 'HANDLED' ? { summary: topic, topic } : {}),
      outcome,
      ...durations(random, { channel, isCall, outcome }),
      ...(outcome === 'HANDLED' ? { agent: pickAgent(random), resolved: random.chance(0.78) } : {}),
    },
  };
}

function callOutcome(random: Random): InteractionRow['outcome'] {
  return random.weighted({ HANDLED: 891, ABANDONED: 95, UNKNOWN: 10, PHANTOM: 4 });
}

/** Seconds until answered or hung up, and of talk with what is written down after it. */
function durations(
  random: Random,
  call: { readonly channel: Channel; readonly isCall: boolean; readonly outcome: string },
): Pick<InteractionRow, 'waitSeconds' | 'handleSeconds'> {
  const wait = Math.round(random.skewed(call.outcome === 'ABANDONED' ? 75 : 17, 0.8));
  const handle = Math.round(random.skewed(call.channel === 'CHAT' ? 520 : 330, 0.55));
  const isLive = call.channel === 'PHONE' || call.channel === 'CHAT';
  return {
    ...(call.isCall || call.channel === 'CHAT' ? { waitSeconds: wait } : {}),
    ...(isLive && call.outcome === 'HANDLED' ? { handleSeconds: handle } : {}),
  };
}
