import type { AnyDomainEvent } from '../../../schema/events.ts';
import { eventMaker } from './event-maker.ts';

/** Survey links, quality reviews and offers of an insurance's February; some told late, some told again. */
export function voiceEvents(): readonly AnyDomainEvent[] {
  return [...links(), ...reviews(), ...offers()];
}

/** Two links to recommendation surveys, of which one was answered, and one to an effort survey. */
function links(): readonly AnyDomainEvent[] {
  const make = eventMaker('links');
  const about = { division: 'insurance', localId: null, agent: null, topic: null };
  const invite = (invitationId: string, kind: string, channel: string) =>
    make('survey.invited', '2026-02-16T09:00:00Z', { ...about, invitationId, kind, channel });
  const answer = make('survey.answered', '2026-03-01T09:00:00Z', {
    ...{ ...about, surveyId: 'by link', invitationId: 'I1', kind: 'NPS', channel: 'EMAIL' },
    ...{ score: 10, scaleMax: 10 },
  });
  return [
    answer,
    invite('I1', 'NPS', 'EMAIL'),
    invite('I2', 'NPS', 'SMS'),
    invite('I3', 'CES', 'EMAIL'),
  ];
}

/** Of ann's review the correction comes before what it corrects; bob's has a critical error. */
function reviews(): readonly AnyDomainEvent[] {
  const make = eventMaker('reviews');
  const review = (agent: string, revision: number, score: number, errors: readonly string[] = []) =>
    make('qa.reviewed', '2026-02-18T09:00:00Z', {
      ...{ reviewId: `of ${agent}`, revision, caseId: 'W3', division: 'insurance', agent },
      ...{ reviewer: 'lea', form: 'calls', formVersion: 1, score },
      ...{ judged: ['COMPLIANCE'], criticalErrors: errors },
    });
  return [
    review('ann', 2, 0.75),
    review('ann', 1, 0, ['COMPLIANCE']),
    review('bob', 1, 0, ['COMPLIANCE']),
  ];
}

/** One of another division, accepted in March; one of its own, declined; one without an outcome. */
function offers(): readonly AnyDomainEvent[] {
  const make = eventMaker('offers');
  const offeredAt = '2026-02-19T09:00:00.000Z';
  const offer = (offerId: string, seller: string, status: string) => ({
    ...{ offerId, division: 'insurance', localId: 'V1', seller, product: 'card', caseId: null },
    ...{ agent: 'ann', status, offeredAt },
  });
  return [
    make('offer.answered', '2026-03-01T09:00:00Z', offer('O1', 'banking', 'ACCEPTED')),
    make('offer.made', offeredAt, offer('O1', 'banking', 'OPEN')),
    make('offer.made', offeredAt, offer('O2', 'insurance', 'OPEN')),
    make('offer.answered', '2026-02-20T09:00:00Z', offer('O2', 'insurance', 'DECLINED')),
    make('offer.made', offeredAt, offer('O3', 'banking', 'OPEN')),
  ];
}
