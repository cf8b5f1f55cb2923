import { generateCustomer } from '../../../../bench/generated-customers.ts';
import type { SentRecord } from '../customers-room.ts';

/** Records of some people, three of each: as they are, without what is verified, and with another address. */
export function likenesses(people: number): readonly SentRecord[] {
  return Array.from({ length: people }, (_, number) => {
    const { identifiers, ...known } = generateCustomer(number);
    const [address] = known.addresses;
    const moved = { ...address, streetAddress: '1 Elsewhere Road', postalCode: '10001' };
    return [
      { ...known, identifiers },
      { ...known, localId: `${known.localId}-b`, emails: [] },
      { ...known, localId: `${known.localId}-c`, emails: [], addresses: [moved] },
    ];
  }).flat();
}
