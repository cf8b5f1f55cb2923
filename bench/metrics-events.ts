import type { AnyDomainEvent } from '../schema/events.ts';

/** Of how many customers events tell, and from when on. */
export interface Told {
  readonly customers: number;
  readonly begin: Date;
}

/** The event at this place: ten a case, each case's together and of a customer of its own. */
export function caseEvent(place: number, { customers, begin }: Told): AnyDomainEvent {
  const number = Math.floor(place / 10);
  const localId = `L${3 * ((7919 * number) % Math.floor(customers / 3))}`;
  const about = { caseId: `new-${number}`, division: 'banking', localId };
  const id = `00000000-0000-7000-8000-${place.toString(16).padStart(12, '0')}`;
  const at = new Date(begin.getTime() + place * 1000).toISOString();
  const common = { id, room: 'service', occurredAt: at };
  switch (place % 10) {
    case 0: {
      const opening = { number: about.caseId, type: 'QUESTION', priority: 'NORMAL' };
      const payload = { ...about, ...opening, channel: 'WEB', category: null };
      return { ...common, type: 'case.opened', payload };
    }
    case 1:
      return { ...common, type: 'case.assigned', payload: { ...about, agent: 'agent-1' } };
    case 2:
      return { ...common, type: 'case.replied', payload: { ...about, public: true, first: true } };
    case 3:
      return { ...common, type: 'case.responded', payload: { ...about, timely: true } };
    case 8:
      return { ...common, type: 'case.resolved', payload: about };
    case 9:
      return { ...common, type: 'case.closed', payload: about };
    default:
      return { ...common, type: 'case.customer-wrote', payload: about };
  }
}

/** That a customer of the division is a unified one. */
export function linkEvent(place: number, { begin }: Told): AnyDomainEvent {
  const payload = {
    division: 'banking',
    localId: `L${place}`,
    customerId: `c${place}`,
    matchProbability: 1,
  };
  const id = `10000000-0000-7000-8000-${place.toString(16).padStart(12, '0')}`;
  return {
    id,
    room: 'customers',
    occurredAt: begin.toISOString(),
    type: 'customer.linked',
    payload,
  };
}
