import { sql } from 'kysely';
import { responseRate } from './response-rate.ts';

export const csatResponseRate = responseRate('csat_response_rate', {
  surveys: 'satisfaction surveys',
  of: sql`kind = 'CSAT'`,
});
