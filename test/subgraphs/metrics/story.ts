import type { AnyDomainEvent } from '../../../schema/events.ts';
import { caseOpened, eventMaker, interaction } from './event-maker.ts';

/**
 * One January in two divisions, small enough to count by hand. c1 is banking's A1 and lending's L1, c2 is
 * A2, c3 is L2; A9 is known to banking only, and nobody knows Z9.
 */
export function january(): readonly AnyDomainEvent[] {
  return [...links(), ...products(), ...cases(), ...interactions(), ...answers()];
}

export const JANUARY = Object.freeze({ from: '2026-01-01', to: '2026-01-31' });

function links(): readonly AnyDomainEvent[] {
  const make = eventMaker('links');
  return [
    ['banking', 'A1', 'c1'],
    ['lending', 'L1', 'c1'],
    ['banking', 'A2', 'c2'],
    ['lending', 'L2', 'c3'],
  ].map(([division = '', localId = '', customerId = '']) =>
    make('customer.linked', '2025-12-01', { division, localId, customerId, matchProbability: 1 }),
  );
}

/** At the end c1 holds P1 and P3, c2 holds P4. */
function products(): readonly AnyDomainEvent[] {
  const make = eventMaker('products');
  const account = { division: 'banking', kind: 'ACCOUNT' };
  const loan = { division: 'lending', kind: 'LOAN' };
  return [
    make('product.opened', '2025-06-01', { ...account, localId: 'A1', productId: 'P1' }),
    make('product.opened', '2026-01-10', { ...account, localId: 'A1', productId: 'P2' }),
    make('product.closed', '2026-01-20', { ...account, localId: 'A1', productId: 'P2' }),
    make('product.opened', '2026-01-16', { ...loan, localId: 'L1', productId: 'P3' }),
    make('product.opened', '2026-01-01', { ...account, localId: 'A2', productId: 'P4' }),
  ];
}

function cases(): readonly AnyDomainEvent[] {
  const make = eventMaker('cases');
  const k1 = { caseId: 'K1', division: 'banking', localId: 'A1' };
  const k2 = { caseId: 'K2', division: 'lending', localId: 'L1' };
  const complaint = { type: 'COMPLAINT', channel: 'WEB' };
  const open = (at: string, ...about: Parameters<typeof caseOpened>) =>
    make('case.opened', at, caseOpened(...about));
  return [
    open('2026-01-05T10:00:00Z', 'K1', 'banking', 'A1', complaint),
    make('case.replied', '2026-01-05T10:30:00Z', { ...k1, public: false, first: false }),
    make('case.replied', '2026-01-05T11:00:00Z', { ...k1, public: true, first: true }),
    make('case.replied', '2026-01-05T12:00:00Z', { ...k1, public: true, first: false }),
    make('case.responded', '2026-01-05T11:00:00Z', { ...k1, timely: true }),
    make('case.resolved', '2026-01-06T10:00:00Z', k1),
    make('case.reopened', '2026-01-07T10:00:00Z', k1),
    make('case.resolved', '2026-01-09T10:00:00Z', k1),
    open('2026-01-12T10:00:00Z', 'K2', 'lending', 'L1', { channel: 'EMAIL' }),
    make('case.replied', '2026-01-12T13:00:00Z', { ...k2, public: true, first: true }),
    make('case.responded', '2026-01-12T13:00:00Z', { ...k2, timely: false }),
    make('case.resolved', '2026-01-14T10:00:00Z', k2),
    open('2026-01-31T23:59:59Z', 'K3', 'banking', 'A2', { ...complaint, channel: 'PHONE' }),
    open('2026-02-01T00:00:00Z', 'K4', 'banking', null, { channel: 'CHAT' }),
    open('2026-01-15T08:00:00Z', 'K5', 'banking', 'A9', { type: 'REQUEST', channel: 'WEB' }),
    open('2025-12-31T23:59:59Z', 'K6', 'banking', 'A2'),
  ];
}

function interactions(): readonly AnyDomainEvent[] {
  const make = eventMaker('interactions');
  const log = (at: string, ...about: Parameters<typeof interaction>) =>
    make('interaction.logged', at, interaction(...about));
  const noon = '2026-01-12T00:00:00Z';
  return [
    log('2026-01-10T09:00:00Z', 'I1', 'banking', 'A2', { waitSeconds: 10, handleSeconds: 100 }),
    log('2026-01-05T10:10:00Z', 'I2', 'banking', 'A1', {
      caseId: 'K1',
      waitSeconds: 30,
      handleSeconds: 300,
    }),
    log('2026-01-11T09:00:00Z', 'I3', 'lending', 'L2', { outcome: 'ABANDONED' }),
    log('2026-01-11T09:00:00Z', 'I4', 'lending', null, { outcome: 'PHANTOM' }),
    log(noon, 'I5', 'lending', 'L2', { outcome: 'UNKNOWN', handleSeconds: 50 }),
    log('2026-01-19T09:00:00Z', 'I6', 'banking', 'A1', {
      direction: 'OUTBOUND',
      handleSeconds: 1000,
    }),
    log('2026-01-20T10:00:00Z', 'I7', 'banking', 'A1', { channel: 'EMAIL', handleSeconds: 200 }),
    log(noon, 'I8', 'lending', 'L2', { channel: 'CHAT' }),
  ];
}

function answers(): readonly AnyDomainEvent[] {
  const make = eventMaker('answers');
  const survey = (kind: string, score: number, place: number) =>
    make('survey.answered', '2026-01-25T08:00:00Z', {
      surveyId: `${kind}-${place}`,
      division: place === 0 ? 'lending' : 'banking',
      localId: null,
      kind,
      score,
      scaleMax: { NPS: 10, CES: 7 }[kind] ?? 5,
      channel: null,
    });
  const refer = (referralId: string, division: string, localId: string) =>
    make('referral.made', '2026-01-26T08:00:00Z', {
      referralId,
      division: 'banking',
      referrer: { division, localId },
      referred: null,
      outcome: 'PENDING',
    });
  return [
    ...[5, 4, 3].map((score, place) => survey('CSAT', score, place)),
    ...[10, 9, 7, 0].map((score, place) => survey('NPS', score, place)),
    survey('CES', 7, 0),
    refer('R1', 'banking', 'A1'),
    refer('R2', 'lending', 'L1'),
    refer('R3', 'lending', 'L2'),
    refer('R4', 'banking', 'Z9'),
  ];
}
