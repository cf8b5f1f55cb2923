import type { Announcement } from '../../schema/announcement.ts';

/** A way by which announcements come, from now on. */
export interface AnnouncementSource {
  close(): void;
}

/** What a source tells. */
export interface SourceListener {
  readonly hear: (announcement: Announcement) => void;
  /** Once: nothing comes any more, and something may have been missed already. */
  readonly lost: (reason: unknown) => void;
}

/** Settles when nothing is missed from then on. Rejects, and tells nothing, when that cannot be. */
export type OpenSource = (listener: SourceListener) => Promise<AnnouncementSource>;
