import type { Announcement } from '../../schema/announcement.ts';
import { readEventDirective, type EventDirective } from '../../schema/event-directive.ts';
import type { AnyDomainEvent } from '../../schema/events.ts';
import type { Room as RoomSdl } from '../../schema/read-room.ts';
import { directivesOf, readRoomGraph } from '../../schema/room-graph.ts';

/** A field of `Subscription` with what it waits for. */
interface AwaitingField extends EventDirective {
  readonly field: string;
}

/** What a room announces of its events: by its own SDL, one announcement a field that waits for the event. */
export function announcementsOf(
  sdl: RoomSdl,
): (events: readonly AnyDomainEvent[]) => readonly Announcement[] {
  const fields = awaitingFields(sdl);
  return (events) =>
    events.flatMap((event) =>
      fields.filter(({ types }) => types.includes(event.type)).flatMap(announce(sdl.name, event)),
    );
}

function awaitingFields(sdl: RoomSdl): readonly AwaitingField[] {
  const parts = readRoomGraph([sdl]).types.get('Subscription') ?? [];
  return parts.flatMap(({ fields }) =>
    fields.flatMap(({ name, node }) =>
      directivesOf(sdl, node, 'event').map((directive) => ({
        field: name,
        ...readEventDirective(directive),
      })),
    ),
  );
}

function announce(room: string, event: AnyDomainEvent) {
  // Which members a payload has depends on its type, and which of them is the key on the SDL.
  const payload = event.payload as Readonly<Record<string, unknown>>;
  return ({ field, key: member }: AwaitingField): readonly Announcement[] => {
    const { [member]: key, division } = payload;
    if (typeof key !== 'string') return [];
    return [{ room, field, key, division: typeof division === 'string' ? division : null }];
  };
}
