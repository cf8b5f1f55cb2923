import type { RoomContext } from '../../kit/room.ts';
import type { CustomerLoaders } from '../loaders.ts';
import type { CustomerServices } from '../submit-customer-records.ts';

/** What the resolvers of stewards are given. */
export type StewardContext = RoomContext<CustomerServices, { readonly loaders: CustomerLoaders }>;
