import fc from 'fast-check';
import type { AnyDomainEvent } from '../../../../schema/events.ts';
import { eventMaker } from '../event-maker.ts';
import { randomEvents } from '../rollups/random-events.ts';
import { january } from '../story.ts';
import { voiceEvents } from '../voice-events.ts';

/** Events of every kind that is counted, each once: of January, at random, and what customers said. */
export function toldEvents(): readonly AnyDomainEvent[] {
  const make = eventMaker('told');
  const asked = { requests: 7, denied: 1, personal: 2 };
  const about = { day: '2026-02-01', division: 'banking', agent: 'a hash' };
  const events = [
    // Under ids of their own, for a story's are the same as another's.
    ...voiceEvents().map(({ type, occurredAt, payload }) => make(type, occurredAt, payload)),
    make('access.counted', '2026-02-01T10:00:00Z', { ...about, ...asked, position: 12 }),
    make('access.counted', '2026-02-01T09:00:00Z', { ...about, ...asked, position: 9 }),
    ...fc.sample(randomEvents, { numRuns: 1, seed: 20_260_220 }).flat(),
    ...january(),
  ];
  return [...new Map(events.map((event) => [event.id, event])).values()];
}
