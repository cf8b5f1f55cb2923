import fc from 'fast-check';
import type { AnyDomainEvent } from '../../../../schema/events.ts';
import { caseOpened, eventMaker, interaction } from '../event-maker.ts';

const HOUR = 3_600_000;
const FIRST = Date.parse('2026-01-01T00:00:00Z');

/**
 * Few things and few instants, so that much is told again, corrected, late and at the same instant; interactions
 * have the ids of cases.
 */
const told = fc.record({
  kind: fc.constantFrom(
    ...(['open', 'assign', 'reply', 'write', 'respond', 'resolve', 'reopen', 'close'] as const),
    ...([
      'judge',
      'absorb',
      'prioritise',
      'call',
      'answer',
      'refer',
      'link',
      'merge',
      'hold',
    ] as const),
  ),
  hours: fc.integer({ min: 0, max: 24 * 12 }),
  thing: fc.integer({ min: 0, max: 4 }),
  other: fc.integer({ min: 0, max: 4 }),
  flag: fc.boolean(),
});

type Told = typeof told extends fc.Arbitrary<infer One> ? One : never;

const pick = <Value>(values: readonly [Value, ...Value[]], place: number): Value =>
  values[place % values.length] ?? values[0];

const divisionOf = (place: number) => pick(['banking', 'lending'], place);
const channelOf = (place: number) => pick(['PHONE', 'CHAT', 'EMAIL'], place);
const agentOf = (place: number) => `agent-${place % 3}`;

/** Events of twelve days in no order, as `told` says, with some of them twice. */
export const randomEvents: fc.Arbitrary<readonly AnyDomainEvent[]> = fc
  .tuple(
    fc.array(told, { minLength: 20, maxLength: 60 }),
    fc.array(fc.nat({ max: 59 }), { maxLength: 8 }),
  )
  .map(([all, again]) => {
    const make = eventMaker('random');
    const events = all.map((one) => eventOf(make, one));
    return [...events, ...again.flatMap((place) => events[place] ?? [])];
  });

type Make = ReturnType<typeof eventMaker>;

function eventOf(make: Make, one: Told): AnyDomainEvent {
  const { kind, thing, other, flag } = one;
  const at = new Date(FIRST + one.hours * HOUR).toISOString();
  const [division, localId] = [divisionOf(thing), `L${thing}`];
  const about = { caseId: `K${thing}`, division, localId: flag ? localId : null };
  switch (kind) {
    case 'call':
    case 'answer':
    case 'refer':
      return contactEvent(make, one, at);
    case 'link':
      return make('customer.linked', at, {
        ...{ division, localId, customerId: `c${other}`, matchProbability: 1 },
      });
    case 'merge':
      return make('customer.merged', at, { customerId: `c${other}`, mergedId: `c${thing}` });
    case 'hold':
      return make(flag ? 'product.opened' : 'product.closed', at, {
        ...{ division, localId, productId: `P${other}`, kind: 'ACCOUNT' },
      });
    default:
      return CASE_EVENTS[kind](make, { ...one, kind, about }, at);
  }
}

function contactEvent(make: Make, { kind, thing, other, flag }: Told, at: string): AnyDomainEvent {
  const division = divisionOf(other);
  if (kind === 'refer') {
    return make('referral.made', at, {
      ...{ referralId: `R${thing}`, division, referred: null, outcome: flag ? 'WON' : 'LOST' },
      referrer: { division, localId: `L${other}` },
    });
  }
  if (kind === 'answer') {
    return make('survey.answered', at, {
      ...{ surveyId: `S${thing}`, division, localId: null, channel: channelOf(thing) },
      ...(flag
        ? { kind: 'CSAT', score: 1 + other, scaleMax: 5 }
        : { kind: 'NPS', score: 2 * other, scaleMax: 10 }),
    });
  }
  const known = interaction(`K${thing}`, division, `L${other}`, {
    ...{
      channel: channelOf(other),
      outcome: flag ? 'HANDLED' : 'ABANDONED',
      agent: agentOf(other),
    },
    ...{
      caseId: thing === 4 ? 'K1' : null,
      waitSeconds: 7 * other + 0.3,
      handleSeconds: 100 / (1 + other),
    },
  });
  return make('interaction.logged', at, known);
}

type CaseKind = Exclude<Told['kind'], 'call' | 'answer' | 'refer' | 'link' | 'merge' | 'hold'>;

interface ToldOfCase extends Omit<Told, 'kind'> {
  readonly kind: CaseKind;
  readonly about: {
    readonly caseId: string;
    readonly division: string;
    readonly localId: string | null;
  };
}

const CASE_EVENTS: Readonly<
  Record<CaseKind, (make: Make, one: ToldOfCase, at: string) => AnyDomainEvent>
> = {
  open: (make, { about, other, flag }, at) =>
    make('case.opened', at, {
      ...caseOpened(about.caseId, about.division, about.localId, {
        ...{ channel: channelOf(other), type: flag ? 'COMPLAINT' : 'QUESTION', status: 'NEW' },
      }),
    }),
  assign: (make, { about, other }, at) =>
    make('case.assigned', at, { ...about, agent: agentOf(other), status: 'OPEN' }),
  reply: (make, { about, other, flag }, at) =>
    make('case.replied', at, { ...about, public: flag, first: other > 1, status: 'ON_HOLD' }),
  write: (make, { about }, at) => make('case.customer-wrote', at, { ...about, status: 'OPEN' }),
  respond: (make, { about, flag }, at) => make('case.responded', at, { ...about, timely: flag }),
  resolve: (make, { about }, at) => make('case.resolved', at, { ...about, status: 'SOLVED' }),
  reopen: (make, { about }, at) => make('case.reopened', at, { ...about, status: 'OPEN' }),
  close: (make, { about }, at) => make('case.closed', at, { ...about, status: 'CLOSED' }),
  judge: (make, { about, flag }, at) => make('case.sla-judged', at, { ...about, slaMade: flag }),
  prioritise: (make, { about, other }, at) =>
    make('case.prioritised', at, { ...about, priority: pick(['LOW', 'NORMAL', 'HIGH'], other) }),
  absorb: (make, { about, thing, other }, at) =>
    make('case.absorbed', at, { ...about, mergedId: `K${(thing + 1 + other) % 6}` }),
};
