import type { Clock } from '../kit/clock.ts';
import type { RoomContext } from '../kit/room.ts';
import type { ServiceDataSource } from './data-source.ts';
import type { ServiceLoaders } from './loaders.ts';
import type { SlaBook } from './sla/sla-policy.ts';
import type { Watch } from '../kit/start-watch.ts';

/** What lives as long as the room. */
export interface ServiceServices {
  readonly dataSource: ServiceDataSource;
  /** What SLA clocks are held to. */
  readonly book: SlaBook;
  readonly watches: readonly Watch[];
  readonly clock: Clock;
  /** Tells the outbox that events wait. */
  readonly kick: () => void;
}

export type ServiceContext = RoomContext<ServiceServices, { readonly loaders: ServiceLoaders }>;
