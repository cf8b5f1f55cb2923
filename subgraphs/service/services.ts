import type { Clock } from '../kit/clock.ts';
import type { RoomContext } from '../kit/room.ts';
import type { ServiceDataSource } from './data-source.ts';
import type { ServiceLoaders } from './loaders.ts';

/** What lives as long as the room. */
export interface ServiceServices {
  readonly dataSource: ServiceDataSource;
  readonly clock: Clock;
  /** Tells the outbox that events wait. */
  kick(): void;
}

export type ServiceContext = RoomContext<ServiceServices, { readonly loaders: ServiceLoaders }>;
