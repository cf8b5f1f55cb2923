/**
 * What access rules cost the gateway: the same operations over the same graph with its rules and without them, over
 * answers that are ready, in one process.
 *
 *   node --import tsx/esm bench/access-rules.ts [rounds]
 *
 * Prints processor time a request as ratios to the graph without rules, of the same rounds.
 */
import { customer360Turns } from './in-process/customer-360.ts';
import { wideListTurns } from './in-process/wide-list.ts';
import { takeTurns } from './measure/take-turns.ts';

const rounds = Number(process.argv[2] ?? 15);
const perRound = 30;
await takeTurns('b, Customer360', await customer360Turns(), { rounds, perRound: 4 * perRound });
await takeTurns('c, a list of 1,000', await wideListTurns(), { rounds, perRound });
process.exit(0);
