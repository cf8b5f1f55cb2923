import { contactTime, DAY, HOUR, timeText, YEAR } from './calendar.ts';
import type { CaseRow, Channel } from './company.ts';
import type { Membership } from './memberships.ts';
import type { Random } from './random.ts';
import { RESOLUTIONS, TOPICS, type Topic } from './words/stories.ts';

/** A case with the times that its calls and answers are made from. */
export interface SampleCase {
  readonly row: CaseRow;
  readonly membership: Membership;
  readonly topic: Topic;
  readonly openedAt: number;
  readonly repliedAt: number | null;
  readonly resolvedAt: number | null;
  readonly isLate: boolean;
}

const CHANNELS: Readonly<Partial<Record<Channel, number>>> = {
  PHONE: 46,
  EMAIL: 22,
  CHAT: 15,
  WEB: 10,
  SOCIAL: 3,
  POST: 2,
  IN_PERSON: 2,
};

/** Hours until a first reply and until a resolution, as the service center has promised them. */
const PROMISES = {
  URGENT: { reply: 1, resolution: 8 },
  HIGH: { reply: 4, resolution: 24 },
  NORMAL: { reply: 8, resolution: 72 },
  LOW: { reply: 24, resolution: 120 },
} as const;

/** The cases of a year, oldest first. `pickMembership` gives the busy customers more often. */
export function makeCases(
  random: Random,
  count: number,
  { asOf, pickMembership }: { readonly asOf: number; readonly pickMembership: () => Membership },
): readonly SampleCase[] {
  return Array.from({ length: count }, () => caseOf(random, pickMembership(), asOf))
    .sort((left, right) => left.openedAt - right.openedAt)
    .map((one, index) => {
      const externalId = `SC-${String(index + 1).padStart(6, '0')}`;
      return { ...one, row: { ...one.row, externalId } };
    });
}

function caseOf(random: Random, membership: Membership, asOf: number): SampleCase {
  const topic = pickTopic(random, membership);
  const type = random.weighted(topic.types as Required<Topic['types']>);
  const priority = priorityOf(random, type);
  const channel = random.weighted(CHANNELS as Record<Channel, number>);
  // Enough of the last days that the desk has open cases on it.
  const from = asOf - (random.chance(0.03) ? 3 * DAY : YEAR);
  const openedAt = contactTime(random, Math.max(membership.joinedAt, from), asOf);
  const life = lifeOf(random, { openedAt, priority, channel }, asOf);
  const row: CaseRow = {
    externalId: '',
    division: membership.division,
    customerLocalId: membership.localId,
    subject: topic.subject,
    ...(random.chance(0.4)
      ? { description: `${topic.subject}, since last ${weekday(openedAt)}.` }
      : {}),
    type,
    category: topic.category,
    reasonCode: topic.reasonCode,
    priority,
    channel,
    agent: pickAgent(random),
    openedAt: timeText(openedAt),
    ...times(life),
    ...(life.resolvedAt === null ? {} : { resolution: random.pick(RESOLUTIONS) }),
  };
  return { row, membership, topic, openedAt, ...life };
}

const sharesOf = (topics: readonly Topic[]) =>
  Object.fromEntries(topics.map((one) => [one.reasonCode, one.share]));

const TOPIC_SHARES = Object.freeze({
  banking: sharesOf(TOPICS.banking),
  lending: sharesOf(TOPICS.lending),
  insurance: sharesOf(TOPICS.insurance),
});

export function pickTopic(random: Random, { division }: Membership): Topic {
  const topics = TOPICS[division];
  const code = random.weighted(TOPIC_SHARES[division]);
  return topics.find((one) => one.reasonCode === code) ?? random.pick(topics);
}

const AGENTS = 24;

export function pickAgent(random: Random): string {
  return `agent-${String(random.between(1, AGENTS)).padStart(2, '0')}`;
}

function priorityOf(random: Random, type: CaseRow['type']): CaseRow['priority'] {
  const isSerious = type === 'COMPLAINT' || type === 'INCIDENT';
  return random.weighted(
    isSerious
      ? { URGENT: 8, HIGH: 30, NORMAL: 56, LOW: 6 }
      : { URGENT: 1, HIGH: 8, NORMAL: 66, LOW: 25 },
  );
}

type Life = Pick<SampleCase, 'repliedAt' | 'resolvedAt' | 'isLate'> & {
  readonly closedAt: number | null;
  readonly reopenCount: number;
};

/** What happens after `asOf` has not happened yet: the newest cases are the open ones. */
function lifeOf(
  random: Random,
  begun: { readonly openedAt: number } & Pick<CaseRow, 'priority' | 'channel'>,
  asOf: number,
): Life {
  const known = (at: number) => (at < asOf ? Math.floor(at / 1_000) * 1_000 : null);
  const { reply, work, reopenings, isWithdrawn } = courseOf(random, begun);
  const repliedAt = begun.openedAt + reply * HOUR;
  const resolvedAt = repliedAt + work * HOUR;
  const promise = PROMISES[begun.priority];
  return {
    repliedAt: known(repliedAt),
    resolvedAt: isWithdrawn ? null : known(resolvedAt),
    closedAt: known(resolvedAt + (3 + random.next() * 2) * DAY),
    reopenCount: !isWithdrawn && resolvedAt < asOf ? reopenings : 0,
    isLate: reply > promise.reply || reply + work > promise.resolution,
  };
}

/** In hours. Where two people speak, the reply takes minutes, and one in three cases is done with it. */
function courseOf(random: Random, { priority, channel }: Pick<CaseRow, 'priority' | 'channel'>) {
  const promise = PROMISES[priority];
  const isLive = channel === 'PHONE' || channel === 'CHAT' || channel === 'IN_PERSON';
  const reply = isLive ? random.skewed(0.06, 0.6) : random.skewed(promise.reply * 0.3, 0.8);
  if (isLive && random.chance(0.35)) {
    return { reply, work: random.skewed(0.1, 0.4), reopenings: 0, isWithdrawn: false };
  }
  const reopenings = Number(random.weighted({ '0': 92, '1': 7, '2': 1 }));
  const work = random.skewed(promise.resolution * 0.3, 0.85) * (1 + reopenings);
  return { reply, work, reopenings, isWithdrawn: random.chance(0.02) };
}

function times({ repliedAt, resolvedAt, closedAt, reopenCount }: Life) {
  return {
    ...(repliedAt === null ? {} : { firstRepliedAt: timeText(repliedAt) }),
    ...(resolvedAt === null ? {} : { resolvedAt: timeText(resolvedAt) }),
    ...(closedAt === null ? {} : { closedAt: timeText(closedAt) }),
    reopenCount,
  };
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function weekday(at: number): string {
  return WEEKDAYS[new Date(at - 3 * DAY).getUTCDay()] ?? '';
}
