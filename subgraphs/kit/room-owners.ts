import { Kind } from 'graphql';
import type { FieldOwner } from '../../schema/access/denial-reason.ts';
import { contactOf } from '../../schema/access/steward-contacts.ts';
import type { StewardContacts } from '../../schema/access/steward-contacts.ts';
import { argumentOf } from '../../schema/linked-names.ts';
import type { Room } from '../../schema/read-room.ts';
import { directivesOf, fieldsOf, readRoomGraph, typeDirectives } from '../../schema/room-graph.ts';
import type { RoomField } from '../../schema/room-graph.ts';

/** Who answers for the fields of a room, by `Type.field`; without those of which its SDL says nothing. */
export type RoomOwners = ReadonlyMap<string, FieldOwner>;

/** What `@owner` says at a field, or else at its type. */
export function roomOwners(room: Room, contacts: StewardContacts): RoomOwners {
  return new Map(
    fieldsOf(readRoomGraph([room])).flatMap((field) => {
      const named = namedOwner(field);
      if (named === null) return [];
      const owner = Object.freeze({ ...named, contact: contactOf(contacts, named) });
      return [[`${field.type.name}.${field.name}`, owner] as const];
    }),
  );
}

function namedOwner({ type, node }: RoomField): Omit<FieldOwner, 'contact'> | null {
  const [directive] = [...directivesOf(type.room, node, 'owner'), ...typeDirectives(type, 'owner')];
  if (directive === undefined) return null;
  const textOf = (argument: string): string => {
    const value = argumentOf(directive, argument);
    return value?.kind === Kind.STRING ? value.value : '';
  };
  return { division: textOf('division'), steward: textOf('steward') };
}
