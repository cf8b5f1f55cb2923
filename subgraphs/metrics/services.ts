import type { Kysely } from 'kysely';
import type { Clock } from '../kit/clock.ts';
import type { RoomContext } from '../kit/room.ts';
import type { Watch } from '../kit/start-watch.ts';
import type { MetricsTables } from './tables.ts';

/** What the room keeps open while it runs. */
export interface MetricsServices {
  readonly database: Kysely<MetricsTables>;
  readonly clock: Clock;
  /** Tells the outbox that events wait. */
  readonly kick: () => void;
  readonly rollups: Watch;
}

export type MetricsContext = RoomContext<MetricsServices>;
