import { plannerProgram } from '../gateway/plan/planner-program.ts';
import { emptyDatabase } from '../subgraphs/kit/empty-database.ts';
import { PROGRAMS } from './start/house.ts';
import { supervisedProgram } from './start/supervised-process.ts';

/**
 * Run at the end of an install: makes what the first start would wait for. What cannot be made now, that start makes
 * or says why it cannot, so an install never fails for it.
 */
await Promise.allSettled([
  emptyDatabase(),
  plannerProgram(),
  ...Object.values(PROGRAMS).map(supervisedProgram),
]);
