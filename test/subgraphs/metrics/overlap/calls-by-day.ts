import type { AnyDomainEvent } from '../../../../schema/events.ts';
import { eventMaker, interaction } from '../event-maker.ts';

const DAY = 86_400_000;
const FIRST = Date.parse('2026-01-01T09:00:00Z');

/** Calls of every day from the first of January 2026 on: banking's by phone, lending's by chat. */
export interface DailyCalls {
  readonly days: number;
  readonly phone: number;
  readonly chat: number;
}

export function callsByDay({ days, phone, chat }: DailyCalls): readonly AnyDomainEvent[] {
  const make = eventMaker(`${days} days of ${phone} and ${chat}`);
  return Array.from({ length: days }, (_, day) =>
    Array.from({ length: phone + chat }, (__, place) => {
      const at = new Date(FIRST + day * DAY + place * 3_600_000).toISOString();
      const [division, channel] = place < phone ? ['banking', 'PHONE'] : ['lending', 'CHAT'];
      const also = { channel, agent: `agent-${place % 2}`, handleSeconds: 60 + place };
      return make('interaction.logged', at, interaction(`${day}/${place}`, division, null, also));
    }),
  ).flat();
}
