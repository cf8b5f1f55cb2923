import { z } from 'zod';

const announcement = z.strictObject({
  room: z.string(),
  /** The field of `Subscription` that has something new. */
  field: z.string(),
  /** The id of the object that it is about. */
  key: z.string(),
  /** Whose it is; null where that is not one division's. */
  division: z.string().nullable(),
});

/**
 * A room's word that something happened to an object: which one, and nothing of it. What is to be seen of it, everybody
 * who waits asks for with their own rights.
 */
export type Announcement = Readonly<z.output<typeof announcement>>;

/** The Redis channel of all rooms' announcements. */
export const ANNOUNCEMENTS_CHANNEL = 'switchboard:announcements';

/** Where a room that shares no Redis with the gateway streams its announcements, beside its graph. */
export const ANNOUNCEMENTS_PATH = 'announcements';

/** The scope by which a gateway, and nobody else, hears of them. */
export const ANNOUNCEMENTS_SCOPE = 'announcements:hear';

/** How often a stream of announcements says that it lives, in milliseconds: an empty line. */
export const ANNOUNCEMENTS_PULSE_MS = 5_000;

/** Null for what is none. */
export function readAnnouncement(text: string): Announcement | null {
  try {
    return announcement.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
