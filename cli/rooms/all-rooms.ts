import { bankingRoom } from '../../subgraphs/banking/main.ts';
import { customersRoom } from '../../subgraphs/customers/main.ts';
import { governanceRoom } from '../../subgraphs/governance/main.ts';
import { insuranceRoom } from '../../subgraphs/insurance/main.ts';
import type { Room } from '../../subgraphs/kit/room.ts';
import { lendingRoom } from '../../subgraphs/lending/main.ts';
import { metricsRoom } from '../../subgraphs/metrics/main.ts';
import { serviceRoom } from '../../subgraphs/service/main.ts';

/** Every room of the company, by name. A division that joins adds a line. */
export const allRooms: readonly Room[] = Object.freeze([
  bankingRoom,
  customersRoom,
  governanceRoom,
  insuranceRoom,
  lendingRoom,
  metricsRoom,
  serviceRoom,
]);
